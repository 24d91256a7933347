// SPDX-License-Identifier: MIT
// Starts a program from a test and collects what it says.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct spawned {
	int error;      /* errno of the exec call, 0 if the program started */
	int status;     /* as waitpid(2) gives it; only if it started */
	char out[8192]; /* standard output and error, cut off there, with a NUL behind */
	size_t len;
};

/* Executes file with execve(2), or with execvpe(3) where search is true: PATH is then looked up in envp, not
 * in the test's own environment. Waits for the end of the program. */
struct spawned spawn(const char *file, const char *const *argv, const char *const *envp, bool search);

/* Its exit status; -1 where it did not start, or was killed. */
int spawned_code(struct spawned spawned);
