// SPDX-License-Identifier: MIT
// Imports the files of the existing environment into the stage.
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

static const char *reason(int r)
{
	if (r == -EINVAL)
		return "it is a socket or a device";
	if (r == -EBUSY)
		return "something is mounted there, and would be deleted with the old environment; unmount "
		       "it";
	return strerror(-r);
}

int stage_import(struct stage *stage, bool links, const char *skipped, char **ret_why)
{
	if (stage->held < 0 && stage_hold(stage, ret_why) < 0)
		return -1;
	_cleanup_free_ char *path = NULL;
	const char *const left_out[] = {stage->inside ? stage->name : "", skipped};
	int r = copy_tree(stage->held, stage->env, left_out, links, &path);
	if (!r)
		r = copy_tree_rights(stage->held, stage->env, ".");
	if (!r)
		return 0;
	_cleanup_free_ char *full = text_format("%s%s%s", stage->target, path ? "/" : "", path ? path : "");
	_cleanup_free_ char *quoted = text_quoted(full);
	*ret_why = r == -EINTR
		? text_copy("stopped by a signal")
		: text_format("cannot copy %s into the new environment: %s", quoted, reason(r));
	return -1;
}
