// SPDX-License-Identifier: MIT
// Whose an interpreter is, by its place in the file system.
#pragma once

#include "common/core/io.h"
#include "common/core/policy.h"

enum owner {
	OWNER_BASE, /* no environment's: a base interpreter */
	OWNER_OURS, /* in the directory of the policy's interpreter */
	/* another environment's, conda's, in CPython's own build tree, or with a ._pth file beside it */
	OWNER_FOREIGN,
};

#define OWNER_ROOM 32 /* what probe needs beyond the path */

/* Decides by the path as it is written, not by what a symbolic link in it leads to: Python looks for
 * pyvenv.cfg beside the name it was started under (PEP 405). probe has strlen(path) + OWNER_ROOM bytes.
 * Async-signal-safe if io is. */
enum owner owner_of(const struct policy *policy, const struct exec_io *io, const char *path, char *probe);
