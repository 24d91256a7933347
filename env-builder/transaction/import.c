// SPDX-License-Identifier: MIT
// Takes what is in an environment into the stage, to change it there.
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/text.h"
#include "env-builder/system/lock.h"
#include "env-builder/transaction/stage.h"
#include "env-builder/transaction/copy_tree.h"

int stage_hold(struct stage *stage, char **ret_why)
{
	int fd = lock_open(AT_FDCWD, stage->target, O_RDONLY | O_DIRECTORY, true);
	if (fd == -EINTR) {
		*ret_why = text_copy("stopped by a signal");
		return -1;
	}
	if (fd < 0) /* the file system may have no locks */
		fd = open(stage->target, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) {
		_cleanup_free_ char *quoted = text_quoted(stage->target);
		*ret_why = text_format("cannot open %s: %s", quoted, strerror(errno));
		return -1;
	}
	stage->held = fd;
	return 0;
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
