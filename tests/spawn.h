// SPDX-License-Identifier: MIT
// Starts a program from a test and collects its output.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct spawned {
	int error;      /* errno of the exec call, 0 if the program started */
	int status;     /* the status of waitpid(2), if it started */
	char out[8192]; /* standard output and error, cut at this size, with a NUL at the end */
	size_t len;
};

/* Executes file with execve(2), or with execvp(3) if search is true: PATH is then that of envp. Waits for the
 * end of the program. */
struct spawned spawn(const char *file, const char *const *argv, const char *const *envp, bool search);

/* The exit status; -1 if it did not start or was ended by a signal. */
int spawned_code(struct spawned spawned);
