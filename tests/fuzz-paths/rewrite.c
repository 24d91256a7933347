// SPDX-License-Identifier: MIT
// The translated path of a path, computed in the simplest way.
#include "tests/fuzz-paths/rewrite.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/core/pathmap.h"
#include "tests/fuzz-paths/tree.h"

bool rewrite_start(int dirfd, char out[PATH_ROOM])
{
	char link[40];
	long n;

	if (dirfd == AT_FDCWD) {
		n = raw(SYS_getcwd, out, PATH_ROOM);
	} else {
		snprintf(link, sizeof link, "/proc/self/fd/%d", dirfd);
		n = raw(SYS_readlinkat, AT_FDCWD, link, out, PATH_ROOM - 1);
	}
	if (n <= 0 || out[0] != '/')
		return false;
	out[n] = '\0';
	return true;
}

/* A relative path is redirected only if it has a component that ends in "-packages". */
static bool names_packages(const char *path)
{
	static const char suffix[] = "-packages";

	for (const char *p = path; (p = strstr(p, suffix)); p++) {
		char behind = p[sizeof suffix - 1];
		if (!behind || behind == '/')
			return true;
	}
	return false;
}

static bool is_in(const char *path, const char *dir)
{
	size_t n = strlen(dir);
	return !strncmp(path, dir, n) && (!path[n] || path[n] == '/');
}

/* Returns the last part of path, which begins in dir and does not leave it; NULL if path does not end in
 * dir. */
static const char *tail_in(const char *path, const char *dir)
{
	static char seen[PATH_ROOM]; /* the path so far, without ".", ".." and "//" */
	size_t used = 0;
	const char *tail = NULL;

	seen[0] = '\0';
	while (*path) {
		path += strspn(path, "/");
		size_t n = strcspn(path, "/");
		if (n == 2 && !strncmp(path, "..", 2)) {
			char *slash = strrchr(seen, '/');
			used = slash ? (size_t)(slash - seen) : 0;
			seen[used] = '\0';
		} else if (n && !(n == 1 && *path == '.')) {
			seen[used++] = '/';
			memcpy(seen + used, path, n);
			used += n;
			seen[used] = '\0';
		}
		path += n;
		if (!is_in(seen, dir))
			tail = NULL;
		else if (!tail)
			tail = path;
	}
	return tail;
}

const char *rewrite(const struct rules *rules, int dirfd, const char *path, char out[PATH_ROOM])
{
	static char whole[PATH_ROOM + PATH_ROOM];
	const char *tail;

	if (!rules->site)
		return path;
	if (path[0] == '/') {
		strcpy(whole, path);
	} else {
		if (!names_packages(path) || !rewrite_start(dirfd, whole))
			return path;
		strcat(strcat(whole, "/"), path);
	}
	for (size_t i = 0; i < COUNT(rules->base) && rules->base[i]; i++)
		if ((tail = tail_in(whole, rules->base[i])))
			return strcat(strcpy(out, rules->site), tail);
	for (size_t i = 0; i < COUNT(rules->hide) && rules->hide[i]; i++)
		if ((tail = tail_in(whole, rules->hide[i])))
			return strcat(strcpy(out, PATHMAP_NOWHERE), tail);
	return path;
}

bool rewrite_hides(const struct rules *rules, int fd, const char *name)
{
	static char room[PATH_ROOM];
	const char *translated = rewrite(rules, fd, name, room);

	return translated != name && !strncmp(translated, PATHMAP_NOWHERE, strlen(PATHMAP_NOWHERE));
}
