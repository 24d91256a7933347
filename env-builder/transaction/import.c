// SPDX-License-Identifier: MIT
// Takes what is in an environment into the stage, to change it there.
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/tool/cleanup.h"
#include "common/tool/text.h"
#include "env-builder/system/signals.h"
#include "env-builder/transaction/stage.h"
#include "env-builder/transaction/copy_tree.h"

/* Opens the directory at path and waits for its lock. Whoever had it may have put another one in its
 * place. */
static int open_locked(const char *path)
{
	for (;;) {
		_cleanup_close_ int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd < 0)
			return -errno;
		/* another error: no locks on this file system */
		while (flock(fd, LOCK_EX) < 0 && errno == EINTR)
			if (signals_pending())
				return -EINTR;
		struct stat held, there;
		if (fstat(fd, &held) < 0 || stat(path, &there) < 0)
			return -errno;
		if (held.st_ino == there.st_ino && held.st_dev == there.st_dev)
			return take_fd(&fd);
	}
}

int stage_hold(struct stage *stage, char **ret_why)
{
	int fd = open_locked(stage->target);
	if (fd >= 0) {
		stage->held = fd;
		return 0;
	}
	_cleanup_free_ char *quoted = text_quoted(stage->target);
	*ret_why = fd == -EINTR ? text_copy("stopped by a signal")
				: text_format("cannot open %s: %s", quoted, strerror(-fd));
	return -1;
}

int stage_import(struct stage *stage, bool links, const char *without, char **ret_why)
{
	if (stage->held < 0 && stage_hold(stage, ret_why) < 0)
		return -1;
	_cleanup_free_ char *path = NULL;
	const char *const except[] = {stage->inside ? stage->name : "", without};
	int r = copy_tree(stage->held, stage->env, except, links, &path);
	if (!r)
		r = copy_tree_rights(stage->held, stage->env, ".");
	if (!r)
		return 0;
	_cleanup_free_ char *full = text_format("%s%s%s", stage->target, path ? "/" : "", path ? path : "");
	_cleanup_free_ char *quoted = text_quoted(full);
	*ret_why = r == -EINTR
		? text_copy("stopped by a signal")
		: text_format("cannot copy %s, which would stay as it is until the new one is complete: %s",
			  quoted,
			  r == -EINVAL          ? "it is a socket or a device"
				  : r == -EBUSY ? "something is mounted there, and would be deleted with the "
						  "old one; unmount it"
						: strerror(-r));
	return -1;
}
