// SPDX-License-Identifier: MIT
// What is exempt: programs and scripts that run as they would without venvrun, because the policy names them
// or the system's packages brought them.
#pragma once

#include <stdbool.h>

#include "common/core/io.h"
#include "common/core/policy.h"

enum exempt {
	EXEMPT_NOT,
	EXEMPT_KEEP,      /* --keep: released, with all that it starts */
	EXEMPT_KEEP_ONLY, /* --keep-only: what it starts is followed */
	EXEMPT_SYSTEM,    /* a script of the system's packages: what it starts is followed */
	EXEMPT_MANAGER,   /* a package manager: released, with all that it starts */
};

/* Is it released, with all that it starts? */
static inline bool exempt_is_released(enum exempt exempt)
{
	return exempt == EXEMPT_KEEP || exempt == EXEMPT_MANAGER;
}

/* Does the policy keep this program or script, and how? A pattern names the file that path leads to, whatever
 * it is called: "/d/p.py" takes "./p.py" and a link to it. With by_text it has to be called so: an
 * environment's interpreter is a link, and what it leads to is another thing. No system call without --keep.
 * Async-signal-safe if io is, like the next. */
enum exempt exempt_kept(const struct policy *policy, const struct exec_io *io, const char *path,
	bool by_text);

/* Is a program that is executed exempt: kept, or a package manager? */
enum exempt exempt_program(const struct policy *policy, const struct exec_io *io, const char *path,
	bool by_text);

/* Is a script that a Python runs exempt: kept, a package manager, or the system's? */
enum exempt exempt_script(const struct policy *policy, const struct exec_io *io, const char *script);
