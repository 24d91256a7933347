// SPDX-License-Identifier: MIT
// The child of fork(2) that executes a program, and what its parent learns of it.
#pragma once

#include <sys/types.h>

/* To be called in the child: the kernel kills it when its parent ends (PR_SET_PDEATHSIG, prctl(2)). Processes
 * that the child starts are not killed. Does nothing on other systems than Linux. Async-signal-safe. */
void child_bind(pid_t parent);

/* To be called in the child: executes argv[0], a path, with these standard streams. If that fails, writes
 * errno to report, a pipe that is closed by exec, and exits. A negative descriptor is such a failure, of the
 * call that set errno. Async-signal-safe. */
_Noreturn void child_exec(char *const argv[], char *const env[], int in, int out, int err, int report);

/* Reads the other end of report, whose write end the parent has closed: the errno of child_exec(), or 0. */
int child_exec_errno(int report);

/* Why a child with this status of waitpid(2) and this errno of child_exec() failed: a clause such as "it
 * exited with status 1", allocated. NULL if it exited with status 0. */
char *child_failure(int status, int exec_errno);
