// SPDX-License-Identifier: MIT
// What the environment's interpreter is called where it takes another's place, so that pgrep,
// pidof and killall find it.
//
// The kernel calls a process by the last component of what it was told to execute: a script's own name, or
// the interpreter's, cut to COMM_MAX bytes (/proc/PID/comm). It is executed under the interpreter's name,
// and told a script's.
#pragma once

#include <stddef.h>

#include "common/core/io.h"
#include "common/core/policy.h"

#define COMM_MAX 15 /* TASK_COMM_LEN without its NUL */

/* The environment's interpreter under the name that asked, a path or a name, ends in: "/usr/bin/python3.11"
 * is /e/bin/python3.11. Where there is none of that name and the environment's version, or size bytes of out
 * do not hold it, policy->python. Async-signal-safe if io is. */
const char *comm_interpreter(const struct policy *policy, const struct exec_io *io, const char *asked,
	char *out, size_t size);

/* What the process of python has to be told that it is called, if file is what the kernel would have been
 * told to execute; NULL: it is called that already. Of the name that is returned COMM_MAX bytes count. */
const char *comm_name(const char *file, const char *python);
