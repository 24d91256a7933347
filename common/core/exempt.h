// SPDX-License-Identifier: MIT
// Exempt programs and scripts: they run as without venvrun, because the policy names them or they are part of
// a system package. Async-signal-safe if io is.
#pragma once

#include <stdbool.h>

#include "common/core/io.h"
#include "common/core/policy.h"

enum exempt {
	EXEMPT_NOT,
	EXEMPT_KEEP,      /* --keep: released, with all that it starts */
	EXEMPT_KEEP_ONLY, /* --keep-only: what it starts is followed */
	EXEMPT_SYSTEM,    /* a script of a system package: what it starts is followed */
	EXEMPT_MANAGER,   /* a package manager: released, with all that it starts */
};

/* Is it released, with all that it starts? */
static inline bool exempt_is_released(enum exempt exempt)
{
	return exempt == EXEMPT_KEEP || exempt == EXEMPT_MANAGER;
}

/* Does a pattern of the policy name this program or script? A pattern names a file, by whatever path it is
 * reached: "/d/p.py" also takes "./p.py" and a link to it. by_text: only the path itself is compared, as for
 * the interpreter of an environment, which is a link to another one. Without --keep it makes no system
 * call. */
enum exempt exempt_kept(const struct policy *policy, const struct exec_io *io, const char *path,
	bool by_text);

/* Is a program that is executed exempt: kept, or a package manager? */
enum exempt exempt_program(const struct policy *policy, const struct exec_io *io, const char *path,
	bool by_text);

/* Is a script that a Python runs exempt: kept, a package manager, or part of a system package? */
enum exempt exempt_script(const struct policy *policy, const struct exec_io *io, const char *script);
