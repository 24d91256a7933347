// SPDX-License-Identifier: MIT
// Takes away from the cache what nobody has used for long, and nothing that somebody uses now.
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

#define NAME_LENGTH 24 /* cache_name() */

int prune_lock(int wheels, const char *entry, bool wait)
{
	_cleanup_free_ char *name = text_format("%s.lock", entry);
	return lock_open(wheels, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, wait);
}

/* Returns whether it stays: somebody has it open, links lead to it, its time is not over,
 * or it is none of ours. */
static bool collect_one(int wheels, const char *name, time_t before)
{
	_cleanup_free_ char *half = text_format("%s.new", name), *lock = text_format("%s.lock", name);
	_cleanup_free_ char *tree = text_format("%s/tree", name),
			    *linked = text_format("%s/" PRUNE_NOT, name);
	_cleanup_close_ int entry = prune_lock(wheels, name, false);
	if (entry < 0)
		return true;
	mark_remove(wheels, half);
	struct stat st;
	_cleanup_close_ int fd = file_open_dir(wheels, tree);
	bool gone = fd < 0 && errno == ENOENT;
	if (!gone &&
		(fd < 0 || fstat(fd, &st) < 0 || st.st_mtime >= before ||
			!faccessat(wheels, linked, F_OK, 0) || flock(fd, LOCK_EX | LOCK_NB) < 0))
		return true;
	if (mark_remove(wheels, name) != 0)
		return true;
	if (!fstat(entry, &st) && !st.st_size) /* nothing is lost with it, whoever made it */
		unlinkat(wheels, lock, 0);
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
	size_t stay = 0;
	int r = 0;
	for (const struct dirent *entry; dir && (entry = fs_next(dir, &r));) {
		/* One look for an entry: at its lock, which is there as long as anything of it is. */
		if (!is_name(entry->d_name) || strcmp(entry->d_name + NAME_LENGTH, ".lock") != 0)
			continue;
		_cleanup_free_ char *name = text_copy_n(entry->d_name, NAME_LENGTH);
		stay += collect_one(wheels, name, before);
	}
	return stay;
}

/* "NAME", or ".NAME.new" while it is written. */
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
	_cleanup_close_ int wheels = cache_open(cache, "wheels"),
			    interpreters = cache_open(cache, "interpreters");
	if (wheels < 0 || interpreters < 0) {
		*ret_why = text_format("cannot empty the cache %s: it cannot be made, or is somebody else's",
			cache->dir ? cache->dir : "(there is none)");
		return -1;
	}
	int r = prune_files(interpreters, true);
	if (r < 0) {
		_cleanup_free_ char *path = cache_path(cache, "interpreters");
		*ret_why = text_format("cannot empty %s: %s", path, strerror(-r));
		return -1;
	}
	size_t stay = prune_wheels(wheels, true);
	if (stay) {
		_cleanup_free_ char *path = cache_path(cache, "wheels");
		*ret_why = text_format(
			"%zu wheels stay in %s: they are in use, or environments have links "
			"to them",
			stay, path);
	}
	return 0;
}
