// SPDX-License-Identifier: MIT
// Runs a program to its end and takes what it says: for asking an interpreter and for compiling.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct process_result {
	char *out; /* its standard output, NUL-terminated */
	size_t len;
	bool cut;  /* it said more than that, 1 MiB */
	char *why; /* where it failed: a clause such as "it exited with status 1: <last line of stderr>" */
	int exit_status; /* -1 where it was not started, or did not end by itself */
};

#define PROCESS_ROOT (-1) /* the root directory */

/* Runs argv[0], a path, in the directory that is open as cwd (AT_FDCWD: ours; or PROCESS_ROOT), with standard
 * input empty. It is run as if venvrun were not there: the policy must not turn a base interpreter into an
 * environment's. It has ended when it has, whatever it leaves running. Killed, with all that it started,
 * after seconds. Returns 0 where it exited with status 0, else -1.
 * *ret is filled either way and given back with process_result_clear(). */
int process_run(char *const argv[], int cwd, int seconds, struct process_result *ret);
void process_result_clear(struct process_result *result);

/* Our environment with VENVRUN=off, without what would send a base interpreter elsewhere, and with set, which
 * ends in NULL and may be NULL, on top: "NAME=VALUE", or "NAME" to leave it out. The array is allocated, its
 * strings are not. */
char **process_environ(const char *const *set) __attribute__((returns_nonnull));

/* In the child, before exec: it is killed when parent, which forked it, ends without having waited for it.
 * Only where the system can do that; what the child starts in turn is not bound. Async-signal-safe. */
void process_bind(pid_t parent);
