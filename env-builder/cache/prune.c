// SPDX-License-Identifier: MIT
// Removes from the cache what was not used for a long time, and nothing that is used now.
#include "env-builder/cache/prune.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/system/file_at.h"
#include "env-builder/system/lock.h"
#include "env-builder/system/marked_dir.h"

#define NAME_LENGTH 24 /* of a name of cache_name() */

int prune_lock(int wheels, const char *entry, bool wait)
{
	_cleanup_free_ char *name = text_format("%s.lock", entry);
	return lock_open(wheels, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, wait);
}

/* Is the tree of an entry used now, or was it used later than before? Otherwise *ret_fd holds its lock, or is
 * -1 if the entry has no tree. */
static bool is_used(int wheels, const char *name, time_t before, int *ret_fd)
{
	_cleanup_free_ char *tree = text_format("%s/tree", name),
			    *linked = text_format("%s/" PRUNE_NOT, name);
	struct stat st;
	_cleanup_close_ int fd = file_open_dir(wheels, tree);
	if (fd < 0)
		return errno != ENOENT;
	if (fstat(fd, &st) < 0 || st.st_mtime >= before || !faccessat(wheels, linked, F_OK, 0) ||
		flock(fd, LOCK_EX | LOCK_NB) < 0)
		return true;
	*ret_fd = take_fd(&fd);
	return false;
}

/* Removes an entry that is not used, and what a killed builder left beside it. Returns whether the entry
 * remains. */
static bool prune_entry(int wheels, const char *name, time_t before)
{
	_cleanup_free_ char *half = text_format("%s.new", name), *lock_name = text_format("%s.lock", name);
	_cleanup_close_ int lock = prune_lock(wheels, name, false), tree = -1;
	if (lock < 0)
		return true;
	mark_remove(wheels, half);
	if (is_used(wheels, name, before, &tree) || mark_remove(wheels, name) != 0)
		return true;
	struct stat st;
	if (!fstat(lock, &st) && !st.st_size) /* a file with contents may be another program's */
		unlinkat(wheels, lock_name, 0);
	return false;
}

static bool is_name(const char *name)
{
	return strspn(name, "0123456789abcdef") == NAME_LENGTH;
}

size_t prune_wheels(int wheels, bool all)
{
	_cleanup_closedir_ DIR *dir = fs_list_at(wheels, ".");
	time_t before = all ? time(NULL) + 1 : time(NULL) - PRUNE_DAYS * 24L * 60 * 60;
	size_t remaining = 0;
	int r = 0;
	for (const struct dirent *entry; dir && (entry = fs_next(dir, &r));) {
		/* Each entry is found once, by its lock file, which exists as long as any part of the entry.
		 */
		if (!is_name(entry->d_name) || strcmp(entry->d_name + NAME_LENGTH, ".lock") != 0)
			continue;
		_cleanup_free_ char *name = text_copy_n(entry->d_name, NAME_LENGTH);
		remaining += prune_entry(wheels, name, before);
	}
	return remaining;
}

/* Is it a text of cache_store(): NAME, or .NAME.new while it is written? */
static bool is_stored(int dir, const char *name)
{
	const char *stem = name + (*name == '.');
	return is_name(stem) && !strcmp(stem + NAME_LENGTH, *name == '.' ? ".new" : "") &&
		cache_is_text(dir, name);
}

int prune_files(int fd, bool all)
{
	_cleanup_closedir_ DIR *dir = fs_list_at(fd, ".");
	time_t before = time(NULL) - PRUNE_DAYS * 24L * 60 * 60;
	struct stat st;
	int r = dir ? 0 : -errno;
	for (const struct dirent *entry; dir && (entry = fs_next(dir, &r));) {
		bool old = all ||
			(!fstatat(fd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) && st.st_mtime < before);
		if (old && is_stored(fd, entry->d_name) && unlinkat(fd, entry->d_name, 0) < 0 &&
			errno != ENOENT)
			r = -errno;
	}
	return r;
}

int prune_all(const struct cache *cache, char **ret_why)
{
	_cleanup_free_ char *wheels_path = cache_path(cache, "wheels"), *at = text_quoted(wheels_path),
			    *dir = text_quoted(cache->dir ? cache->dir : "");
	_cleanup_close_ int wheels = cache_open(cache, "wheels"),
			    interpreters = cache_open(cache, "interpreters");
	if (wheels < 0 || interpreters < 0) {
		*ret_why = cache->dir
			? text_format(
				  "cannot empty the cache %s: it cannot be made, or belongs to another user",
				  dir)
			: text_copy("cannot empty the cache: there is none; name it with --cache-dir");
		return -1;
	}
	int r = prune_files(interpreters, true);
	if (r < 0) {
		_cleanup_free_ char *path = cache_path(cache, "interpreters"), *quoted = text_quoted(path);
		*ret_why = text_format("cannot empty %s: %s", quoted, strerror(-r));
		return -1;
	}
	size_t remaining = prune_wheels(wheels, true);
	if (remaining)
		*ret_why = text_format(
			"cannot remove %zu entries of %s: they are in use, or environments have "
			"symbolic links to them",
			remaining, at);
	return 0;
}
