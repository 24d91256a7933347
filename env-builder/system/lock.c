// SPDX-License-Identifier: MIT
// Locks on files and directories that another process may remove or replace at any time.
#include "env-builder/system/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "common/tool/cleanup.h"
#include "env-builder/system/signals.h"

static bool is_same(int dir, const char *path, int fd, int how)
{
	struct stat held, named;
	return !fstat(fd, &held) && !fstatat(dir, path, &named, how) && held.st_ino == named.st_ino &&
		held.st_dev == named.st_dev;
}

bool lock_is_current(int dir, const char *path, int fd)
{
	return is_same(dir, path, fd, AT_SYMLINK_NOFOLLOW);
}

int lock_open(int dir, const char *path, int flags, bool wait)
{
	for (;;) {
		_cleanup_close_ int fd = openat(dir, path, flags | O_CLOEXEC, 0600);
		if (fd < 0)
			return -errno;
		while (flock(fd, LOCK_EX | (wait ? 0 : LOCK_NB)) < 0)
			if (errno != EINTR || signals_pending())
				return -errno;
		if (is_same(dir, path, fd, flags & O_NOFOLLOW ? AT_SYMLINK_NOFOLLOW : 0))
			return take_fd(&fd);
	}
}
