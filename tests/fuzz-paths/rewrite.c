// SPDX-License-Identifier: MIT
// What the library has to do with a path, done in the most obvious way.
#include "tests/fuzz-paths/rewrite.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

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

/* A relative path is looked at only if it names a directory of the kind. */
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

/* Where the rest of path begins, which is in dir and has not left it since; NULL: it is elsewhere. */
static const char *tail_in(const char *path, const char *dir)
{
	static char seen[PATH_ROOM]; /* path up to here, without ".", ".." and "//" */
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
	for (size_t i = 0; i < sizeof rules->base / sizeof *rules->base && rules->base[i]; i++)
		if ((tail = tail_in(whole, rules->base[i])))
			return strcat(strcpy(out, rules->site), tail);
	for (size_t i = 0; i < sizeof rules->hide / sizeof *rules->hide && rules->hide[i]; i++)
		if ((tail = tail_in(whole, rules->hide[i])))
			return strcat(strcpy(out, PATHMAP_NOWHERE), tail);
	return path;
}

bool rewrite_hides(const struct rules *rules, int fd, const char *name)
{
	static char room[PATH_ROOM];
	const char *meant = rewrite(rules, fd, name, room);

	return meant != name && !strncmp(meant, PATHMAP_NOWHERE, strlen(PATHMAP_NOWHERE));
}
