// SPDX-License-Identifier: MIT
// Runs a program to its end and reads its output: an interpreter that is probed or that compiles.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct process_result {
	char *out;       /* its standard output, NUL-terminated; at most 1 MiB */
	size_t len;      /* bytes in out */
	bool cut;        /* there was more output */
	char *why;       /* if it failed: a clause such as "it exited with status 1: <last line of stderr>" */
	int exit_status; /* -1 if it was not started or was ended by a signal */
};

#define PROCESS_ROOT (-1) /* the root directory */

/* Runs argv[0], a path, with an empty standard input, in the directory that is open as cwd (AT_FDCWD: ours;
 * or PROCESS_ROOT). Its variables are those of process_environ(NULL), so that a base interpreter is not
 * redirected. It and its children are killed after so many seconds, or at a signal (signals.h). Background
 * processes that it leaves are not waited for. Returns 0 if it exited with status 0, else -1. *ret is filled
 * in both cases; process_result_clear() frees it. */
int process_run(char *const argv[], int cwd, int seconds, struct process_result *ret);
void process_result_clear(struct process_result *result);

/* Our variables with VENVRUN=off, without those that change which files an interpreter reads (PYTHONHOME,
 * ...), and with changes: "NAME=VALUE" sets a variable, "NAME" removes it. changes ends in NULL; NULL: none.
 * The array is allocated; its strings are those of environ and changes. */
char **process_environ(const char *const *changes) __attribute__((returns_nonnull));
