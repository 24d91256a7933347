// SPDX-License-Identifier: MIT
// To which environment an interpreter belongs, by its path. Async-signal-safe if io is.
#pragma once

#include "common/core/io.h"
#include "common/core/policy.h"

enum owner {
	OWNER_BASE, /* to none: it is a base interpreter */
	OWNER_OURS, /* to ENV: it is in ENV/bin */
	/* to another: of PEP 405, of conda, CPython's build tree, or a ._pth file beside it */
	OWNER_FOREIGN,
};

#define OWNER_ROOM 32 /* bytes that probe needs in addition to the path */

/* Symbolic links in the path are not followed: Python searches pyvenv.cfg beside the name by which it was
 * started (PEP 405). probe holds strlen(path) + OWNER_ROOM bytes. */
enum owner owner_of(const struct policy *policy, const struct exec_io *io, const char *path, char *probe);
