// SPDX-License-Identifier: MIT
// Takes a copy of an environment into the stage, to change it there.
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/tool/cleanup.h"
#include "common/tool/text.h"
#include "env-builder/interrupt.h"
#include "env-builder/stage.h"
#include "env-builder/tree.h"

/* Opens the directory at path and waits for its lock. Whoever had it may have put another one in its place. */
static int open_locked(const char *path)
{
	for (;;) {
		_cleanup_close_ int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd < 0)
			return -errno;
		while (flock(fd, LOCK_EX) < 0 && errno == EINTR) /* another error: no locks on this file system */
			if (interrupt_pending())
				return -EINTR;
		struct stat held, there;
		if (fstat(fd, &held) < 0 || stat(path, &there) < 0)
			return -errno;
		if (held.st_ino == there.st_ino && held.st_dev == there.st_dev)
			return take_fd(&fd);
	}
}

int stage_adopt(struct stage *stage, char **ret_why)
{
	_cleanup_free_ char *path = NULL;
	int fd = open_locked(stage->target), r = fd;
	if (fd >= 0) {
		stage->held = fd;
		r = tree_copy(fd, stage->env, stage->inside ? stage->name : "", &path);
	}
	struct stat st;
	if (!r && (fstat(fd, &st) < 0 || fchmod(stage->env, st.st_mode & 07777) < 0))
		r = -errno;
	if (!r)
		return 0;
	_cleanup_free_ char *full = text_format("%s%s%s", stage->target, path ? "/" : "", path ? path : "");
	_cleanup_free_ char *quoted = text_quoted(full);
	*ret_why = r == -EINTR ? text_copy("stopped by a signal")
			       : text_format("cannot copy %s, which would stay as it is until the new one is complete: %s", quoted,
					 r == -EINVAL ? "it is a socket or a device" : strerror(-r));
	return -1;
}
