// SPDX-License-Identifier: MIT
// The files on this machine that may be Python interpreters.
#include "env-builder/discovery/path_scan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/search.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "common/env/base_python.h"
#include "env-builder/discovery/version_managers.h"

#define NEWEST_MINOR 24

struct dir {
	char *path;
	int fd; /* -1: there are too few descriptors, and it goes by its path */
};

struct dirs {
	struct dir *list;
	size_t count, room;
	bool by_path;
};

static void go_by_path(struct dirs *dirs)
{
	for (size_t i = 0; i < dirs->count; i++)
		if (dirs->list[i].fd >= 0)
			close(take_fd(&dirs->list[i].fd));
	dirs->by_path = true;
}

static void add_dir(struct dirs *dirs, const char *dir)
{
	_cleanup_free_ char *at = base_python_dir(dir);
	size_t n = strlen(at);
	while (n > 1 && at[n - 1] == '/')
		at[--n] = '\0';
	struct stat st, usr;
	if (*at != '/' || stat(at, &st) < 0)
		return;
	/* Where /bin is a link to /usr/bin, the prefix is /usr. */
	if (!strcmp(at, "/bin") && !stat("/usr/bin", &usr) && st.st_ino == usr.st_ino &&
		st.st_dev == usr.st_dev) {
		free(at);
		at = text_copy("/usr/bin");
	}
	for (size_t i = 0; i < dirs->count; i++)
		if (!strcmp(dirs->list[i].path, at))
			return;
	int fd = dirs->by_path ? -1 : open(at, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 && !dirs->by_path && errno != EMFILE)
		return;
	if (fd < 0)
		go_by_path(dirs);
	if (dirs->count == dirs->room) {
		dirs->room = dirs->room * 2 + 16;
		dirs->list = need(reallocarray(dirs->list, dirs->room, sizeof(*dirs->list)));
	}
	dirs->list[dirs->count++] = (struct dir){take(&at), fd};
}

static void add_version(void *dirs, const char *dir)
{
	_cleanup_free_ char *bin = text_format("%s/bin", dir), *base = base_python_dir(bin);
	if (!strcmp(base, bin)) /* pyenv keeps environments beside their bases */
		add_dir(dirs, bin);
}

static void find_dirs(struct dirs *dirs, bool system)
{
	const char *path = getenv("PATH");
	for (const char *p = path ? path : SEARCH_DEFAULT; *p;) {
		size_t n = strcspn(p, ":");
		_cleanup_free_ char *dir = text_copy_n(p, n);
		/* what a relative entry has depends on where we stand */
		if (*dir == '/' && !(system && version_managers_own(dir)))
			add_dir(dirs, dir);
		p += n + (p[n] == ':');
	}
	if (!system)
		version_managers_list(add_version, dirs);
	add_dir(dirs, "/usr/local/bin");
	add_dir(dirs, "/usr/bin");
}

static void clear_dirs(struct dirs *dirs)
{
	for (size_t i = 0; i < dirs->count; i++) {
		free(dirs->list[i].path);
		if (dirs->list[i].fd >= 0)
			close(dirs->list[i].fd);
	}
	free(dirs->list);
}

/* A program, not a script: a shim, or a wrapper that sets up something, is nothing to link to. */
static bool is_binary(int dir, const char *name)
{
	_cleanup_close_ int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char head[2];
	if (fd < 0)
		fs_must_tell(name);
	return fd >= 0 && read(fd, head, 2) == 2 && memcmp(head, "#!", 2) != 0;
}

static bool is_candidate(const struct dir *dir, const char *name)
{
	/* Nearly every name is a miss, and a stat is the cheapest way to see one: AT_EACCESS costs ten times
	 * as much. */
	struct stat st;
	int at = dir->fd < 0 ? AT_FDCWD : dir->fd;
	_cleanup_free_ char *path = dir->fd < 0 ? text_format("%s/%s", dir->path, name) : NULL;
	const char *file = path ? path : name;
	return !fstatat(at, file, &st, 0) && S_ISREG(st.st_mode) && !faccessat(at, file, X_OK, AT_EACCESS) &&
		is_binary(at, file);
}

static bool visit_name(const struct dirs *dirs, const char *name, path_scan_visit *visit, void *ctx)
{
	for (size_t i = 0; i < dirs->count; i++) {
		if (!is_candidate(&dirs->list[i], name))
			continue;
		_cleanup_free_ char *path = text_format("%s/%s", dirs->list[i].path, name);
		if (visit(ctx, path))
			return true;
	}
	return false;
}

/* The suffixes of X.Y, as configure and distributions write them. */
static const struct kind {
	const char *suffix;
	bool threads, debug;
} kinds[] = {{"", false, false}, {"t", true, false}, {"d", false, true}, {"-dbg", false, true},
	{"td", true, true}};

static bool visit_version(const struct dirs *dirs, const struct python_request *spec, bool pypy, int major,
	int minor, path_scan_visit *visit, void *ctx)
{
	if (spec && !python_request_agrees(spec, (int[3]){major, minor, 0}, 2))
		return false;
	for (const struct kind *kind = kinds; kind < kinds + sizeof(kinds) / sizeof(*kinds); kind++) {
		/* A build that is asked for may have the plain name as well. */
		if (spec && ((kind->threads && !spec->threads) || (kind->debug && !spec->debug)))
			continue;
		if ((kind->threads && (major < 3 || minor < 13)) || (*kind->suffix && pypy))
			continue;
		char name[32];
		snprintf(name, sizeof(name), "%s%d.%d%s", pypy ? "pypy" : "python", major, minor,
			kind->suffix);
		if (visit_name(dirs, name, visit, ctx))
			return true;
	}
	return false;
}

/* Names are tried, not listed: /usr/bin has thousands of entries. Those without a minor version come last,
 * for directories that have nothing else. */
void path_scan(const struct python_request *spec, path_scan_visit *visit, void *ctx)
{
	static const char *const plain[2][2] = {{"python3", "python2"}, {"pypy3", "pypy"}};
	struct dirs dirs = {0};
	find_dirs(&dirs, spec && spec->system);
	bool done = false;
	for (int round = 0; round < 4 && !done; round++) {
		bool pypy = round & 1;
		if (spec && spec->impl != REQUEST_ANY && (spec->impl == REQUEST_PYPY) != pypy)
			continue;
		for (int minor = NEWEST_MINOR; round < 2 && minor >= 3 && !done; minor--)
			done = visit_version(&dirs, spec, pypy, 3, minor, visit, ctx);
		if (round < 2 && !done)
			done = visit_version(&dirs, spec, pypy, 2, 7, visit, ctx);
		for (int major = 3; round >= 2 && major >= 2 && !done; major--)
			if (!spec || python_request_agrees(spec, (int[3]){major, 0, 0}, 1))
				done = visit_name(&dirs, plain[pypy][3 - major], visit, ctx);
	}
	clear_dirs(&dirs);
}
