// SPDX-License-Identifier: MIT
// Removes directories with all that is below them.
#include "env-builder/system/remove_tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "env-builder/system/file_at.h"

/* How many directories are open at once, at most: a tree may be deeper than there are descriptors. A deeper
 * directory is moved up, to the top of the tree, and is removed in the next round. */
#define LEVELS 32

struct removal {
	int top;        /* the directory that is emptied, open */
	unsigned moved; /* how many directories were moved up; the next one gets this number */
};

static int move_up(struct removal *w, int dir, const char *name)
{
	if (!unlinkat(dir, name, AT_REMOVEDIR))
		return 0;
	if (dir == w->top)
		return -EMFILE;
	fchmodat(dir, name, 0700, 0);
	for (;;) {
		char up[16];
		snprintf(up, sizeof(up), ".%u", w->moved++);
		if (!renameat(dir, name, w->top, up))
			return 0;
		if (errno != EEXIST && errno != ENOTEMPTY && errno != ENOTDIR)
			return -errno;
	}
}

static int open_dir(int dir, const char *name)
{
	int fd = file_open_dir(dir, name);
	if (fd < 0 && errno == EACCES && !fchmodat(dir, name, 0700, 0))
		fd = file_open_dir(dir, name);
	return fd;
}

/* To list a directory whose entries will be removed. fd is closed with the list, or where this fails: NULL
 * with errno. */
static DIR *list(int fd)
{
	_cleanup_close_ int own = fd;
	struct stat st;
	if (!fstat(fd, &st) && (st.st_mode & 0300) != 0300)
		fchmod(fd, 0700);
	DIR *dir = fdopendir(fd);
	if (dir)
		take_fd(&own);
	return dir;
}

static int remove_contents(struct removal *w, DIR *dir, const char *last, int depth);

static int remove_entry(struct removal *w, int dir, const char *name, int depth)
{
	if (!unlinkat(dir, name, 0) || errno == ENOENT)
		return 0;
	int saved = errno, fd = -1;
	errno = EMFILE;
	if (depth < LEVELS)
		fd = open_dir(dir, name);
	if (fd < 0)
		return errno == EMFILE || errno == ENFILE ? move_up(w, dir, name) : -saved;
	DIR *sub = list(fd);
	int r = sub ? remove_contents(w, sub, NULL, depth + 1) : -errno;
	if (sub)
		closedir(sub);
	return !unlinkat(dir, name, AT_REMOVEDIR) ? 0 : r ? r : -errno;
}

/* Continues after a failure, and returns the first one. */
static int remove_contents(struct removal *w, DIR *dir, const char *last, int depth)
{
	int r = 0, error = 0;
	for (const struct dirent *entry; (entry = fs_next(dir, &error));) {
		if (last && !strcmp(entry->d_name, last))
			continue;
		bool is_file = entry->d_type != DT_DIR && entry->d_type != DT_UNKNOWN;
		if (is_file && !unlinkat(dirfd(dir), entry->d_name, 0))
			continue;
		int e = remove_entry(w, dirfd(dir), entry->d_name, depth);
		r = r ? r : e;
	}
	return r ? r : error;
}

int remove_all_in(int fd, const char *last)
{
	_cleanup_closedir_ DIR *dir = list(fd);
	if (!dir)
		return -errno;
	struct removal w = {.top = fd};
	int r = 0;
	for (unsigned moved = 1; !r && moved != w.moved;) {
		if (w.moved)
			rewinddir(dir);
		moved = w.moved;
		r = remove_contents(&w, dir, last, 1);
	}
	if (!r && last && unlinkat(fd, last, 0) < 0 && errno != ENOENT)
		r = -errno;
	return r;
}

int remove_tree(int dir, const char *path)
{
	if (!unlinkat(dir, path, 0) || errno == ENOENT)
		return 0;
	int saved = errno, fd = open_dir(dir, path);
	if (fd < 0)
		return errno == EMFILE || errno == ENFILE ? -errno : -saved;
	int r = remove_all_in(fd, NULL);
	return !unlinkat(dir, path, AT_REMOVEDIR) ? 0 : r ? r : -errno;
}
