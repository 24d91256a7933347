// SPDX-License-Identifier: MIT
// The name of the process that runs ENV's interpreter instead of another file, so that pgrep, pidof and
// killall find it.
//
// The kernel names a process after the last component of the executed file, a script or an interpreter, cut
// to COMM_MAX bytes (proc(5), /proc/PID/comm). ENV's interpreter is executed under the name of the other
// interpreter; the name of a script is handed to it in VENVRUN_NAME.
#pragma once

#include <stddef.h>

#include "common/core/io.h"
#include "common/core/policy.h"

#define COMM_MAX 15 /* TASK_COMM_LEN without its NUL */

/* ENV's interpreter under the last component of asked, a path or a name: for "/usr/bin/python3.11" it is
 * "/e/bin/python3.11", written to out. policy->python where ENV has none of that name and version, or out,
 * which holds size bytes, is too small. Async-signal-safe if io is. */
const char *comm_interpreter(const struct policy *policy, const struct exec_io *io, const char *asked,
	char *out, size_t size);

/* The name that the process of python has to get so that it is called as if file had been executed: up to
 * COMM_MAX bytes of the result, which points into file. NULL: it has that name already. Async-signal-safe. */
const char *comm_name(const char *file, const char *python);
