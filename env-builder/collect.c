// SPDX-License-Identifier: MIT
// Takes away from the cache what nobody has used for long, and nothing that somebody uses now.
#include "env-builder/collect.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/tool/cleanup.h"
#include "common/tool/text.h"
#include "env-builder/file.h"

#define NAME_LENGTH 24 /* cache_name() */

int collect_lock(const char *path, bool wait)
{
	_cleanup_free_ char *name = text_format("%s.lock", path);
	for (;;) {
		_cleanup_close_ int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		struct stat st;
		if (fd < 0 || flock(fd, LOCK_EX | (wait ? 0 : LOCK_NB)) < 0)
			return -1;
		/* Whoever had it before us may have taken the entry away, and the lock with it. */
		if (fstat(fd, &st) < 0 || st.st_nlink)
			return take_fd(&fd);
	}
}

/* Returns whether it stays: somebody has it open, links lead to it, or its time is not over. */
static bool collect_one(const char *path, time_t before)
{
	_cleanup_free_ char *half = text_format("%s.new", path), *lock = text_format("%s.lock", path);
	_cleanup_free_ char *tree = text_format("%s/tree", path), *linked = text_format("%s/" COLLECT_NOT, path);
	_cleanup_close_ int entry = collect_lock(path, false);
	if (entry < 0)
		return true;
	file_remove(AT_FDCWD, half);
	struct stat st;
	_cleanup_close_ int fd = open(tree, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool gone = fd < 0 && errno == ENOENT;
	if (!gone && (fd < 0 || fstat(fd, &st) < 0 || st.st_mtime >= before || !access(linked, F_OK) || flock(fd, LOCK_EX | LOCK_NB) < 0))
		return true;
	file_remove(AT_FDCWD, path);
	unlink(lock);
	return false;
}

size_t collect_wheels(const char *wheels, bool all)
{
	_cleanup_closedir_ DIR *dir = opendir(wheels);
	time_t before = all ? time(NULL) + 1 : time(NULL) - COLLECT_DAYS * 24L * 60 * 60;
	size_t stay = 0;
	int r = 0;
	for (const struct dirent *entry; dir && (entry = file_next(dir, &r));) {
		const char *name = entry->d_name;
		/* One look for an entry: at its lock, which is there as long as anything of it is. */
		if (strspn(name, "0123456789abcdef") != NAME_LENGTH || strcmp(name + NAME_LENGTH, ".lock") != 0)
			continue;
		_cleanup_free_ char *path = text_format("%s/%.*s", wheels, NAME_LENGTH, name);
		stay += collect_one(path, before);
	}
	return stay;
}

int collect_files(const char *path, bool all)
{
	_cleanup_closedir_ DIR *dir = opendir(path);
	time_t before = time(NULL) - COLLECT_DAYS * 24L * 60 * 60;
	struct stat st;
	int r = dir ? 0 : -errno;
	for (const struct dirent *entry; dir && (entry = file_next(dir, &r));) {
		bool old = all || (!fstatat(dirfd(dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) && st.st_mtime < before);
		if (old && unlinkat(dirfd(dir), entry->d_name, 0) < 0 && errno != ENOENT)
			r = -errno;
	}
	return r;
}

int collect_all(const struct cache *cache, char **ret_why)
{
	_cleanup_free_ char *wheels = cache_subdir(cache, "wheels"), *interpreters = cache_subdir(cache, "interpreters");
	if (!wheels || !interpreters) {
		*ret_why = text_format("cannot empty the cache %s: it cannot be made, or is somebody else's", cache->dir ? cache->dir : "(there is none)");
		return -1;
	}
	int r = collect_files(interpreters, true);
	if (r < 0) {
		*ret_why = text_format("cannot empty %s: %s", interpreters, strerror(-r));
		return -1;
	}
	size_t stay = collect_wheels(wheels, true);
	if (stay)
		*ret_why = text_format("%zu wheels stay in %s: they are in use, or environments have links to them", stay, wheels);
	return 0;
}
