// SPDX-License-Identifier: MIT
// The programs on this machine that may be Python interpreters.
#include "env-builder/discovery/path_scan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/core/search.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "common/env/base_python.h"
#include "env-builder/discovery/version_managers.h"

#define NEWEST_MINOR 24 /* of Python 3 */
#define OLDEST_MINOR 3

/* The names that are tried, in order: every version with every suffix, and the four names without a minor
 * version. A name has room for any two numbers, so that the compiler sees that none is cut. */
struct names {
	char list[2 * (NEWEST_MINOR - OLDEST_MINOR + 2) * 5 + 4][36];
	size_t count;
};

struct dir {
	char *path;
	int fd; /* -1: file descriptors are short, and path is used */
};

struct dirs {
	struct dir *list;
	size_t count, room;
	bool by_path;
};

/* Adds the names of version major.minor: X.Y and the suffixes of configure and of distributions. */
static void add_version_names(struct names *names, const struct python_request *request, bool pypy, int major,
	int minor)
{
	static const struct {
		const char *suffix;
		bool threads, debug;
	} builds[] = {{"", false, false}, {"t", true, false}, {"d", false, true}, {"-dbg", false, true},
		{"td", true, true}};

	if (request && !python_request_agrees(request, (int[3]){major, minor, 0}, 2))
		return;
	/* A requested build may have the plain name, too. */
	for (size_t i = 0; i < (pypy ? 1 : COUNT(builds)); i++) {
		if (request &&
			((builds[i].threads && !request->threads) || (builds[i].debug && !request->debug)))
			continue;
		if (builds[i].threads && (major < 3 || minor < 13))
			continue;
		snprintf(names->list[names->count++], sizeof(names->list[0]), "%s%d.%d%s",
			pypy ? "pypy" : "python", major, minor, builds[i].suffix);
	}
}

static void add_versions(struct names *names, const struct python_request *request, bool pypy)
{
	for (int minor = NEWEST_MINOR; minor >= OLDEST_MINOR; minor--)
		add_version_names(names, request, pypy, 3, minor);
	add_version_names(names, request, pypy, 2, 7);
}

static void add_unversioned(struct names *names, const struct python_request *request, bool pypy)
{
	static const char *const plain[2][2] = {{"python3", "python2"}, {"pypy3", "pypy"}};
	for (int major = 3; major >= 2; major--)
		if (!request || python_request_agrees(request, (int[3]){major, 0, 0}, 1))
			snprintf(names->list[names->count++], sizeof(names->list[0]), "%s",
				plain[pypy][3 - major]);
}

/* Names without a minor version come last, for directories that have no others. */
static void list_names(const struct python_request *request, struct names *ret)
{
	bool cpython = !request || request->impl != REQUEST_PYPY,
	     pypy = !request || request->impl != REQUEST_CPYTHON;

	ret->count = 0;
	if (cpython)
		add_versions(ret, request, false);
	if (pypy)
		add_versions(ret, request, true);
	if (cpython)
		add_unversioned(ret, request, false);
	if (pypy)
		add_unversioned(ret, request, true);
}

static void close_all(struct dirs *dirs)
{
	for (size_t i = 0; i < dirs->count; i++)
		if (dirs->list[i].fd >= 0)
			close(take_fd(&dirs->list[i].fd));
}

/* Adds a directory, or that of the base where it belongs to an environment, unless it is in the list. */
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
	if (fd < 0) {
		close_all(dirs);
		dirs->by_path = true;
	}
	if (dirs->count == dirs->room) {
		dirs->room = dirs->room * 2 + 16;
		dirs->list = need(reallocarray(dirs->list, dirs->room, sizeof(*dirs->list)));
	}
	dirs->list[dirs->count++] = (struct dir){take(&at), fd};
}

/* pyenv keeps environments beside the versions that it installed: these are skipped. */
static void add_version_dir(void *dirs, const char *dir)
{
	_cleanup_free_ char *bin = text_format("%s/bin", dir), *base = base_python_dir(bin);
	if (!strcmp(base, bin))
		add_dir(dirs, bin);
}

static void find_dirs(struct dirs *dirs, bool system)
{
	const char *path = getenv("PATH");
	for (const char *p = path ? path : SEARCH_DEFAULT; *p;) {
		size_t n = strcspn(p, ":");
		_cleanup_free_ char *dir = text_copy_n(p, n);
		/* A relative entry would be another directory for each working directory. */
		if (*dir == '/' && !(system && version_managers_own(dir)))
			add_dir(dirs, dir);
		p += n + (p[n] == ':');
	}
	if (!system)
		version_managers_list(add_version_dir, dirs);
	add_dir(dirs, "/usr/local/bin");
	add_dir(dirs, "/usr/bin");
}

static void clear_dirs(struct dirs *dirs)
{
	close_all(dirs);
	for (size_t i = 0; i < dirs->count; i++)
		free(dirs->list[i].path);
	free(dirs->list);
}

/* Not a script: an environment cannot link to a shim or a wrapper. */
static bool is_binary(int dir, const char *name)
{
	_cleanup_close_ int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char head[2];
	if (fd < 0)
		fs_die_on_io_error(name);
	return fd >= 0 && read(fd, head, 2) == 2 && memcmp(head, "#!", 2) != 0;
}

/* Nearly every name is missing, and fstatat() is the cheapest call that shows it: faccessat() with AT_EACCESS
 * takes ten times as long. */
static bool is_candidate(const struct dir *dir, const char *name)
{
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

/* The names are tried, because listing is slower: /usr/bin has thousands of entries. */
void path_scan(const struct python_request *request, path_scan_visit *visit, void *ctx)
{
	_cleanup_(clear_dirs) struct dirs dirs = {0};
	struct names names;
	bool done = false;

	find_dirs(&dirs, request && request->system);
	list_names(request, &names);
	for (size_t i = 0; i < names.count && !done; i++)
		done = visit_name(&dirs, names.list[i], visit, ctx);
}
