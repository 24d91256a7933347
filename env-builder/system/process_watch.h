// SPDX-License-Identifier: MIT
// Runs a program that takes long, such as pip: shows its progress, and stops it with its children at a
// signal.
#pragma once

#include <stdbool.h>

enum watch_show {
	WATCH_NOTHING,
	/* its last line of output, where standard error is a terminal; and warnings about yanked releases and
	 * unknown extras */
	WATCH_PROGRESS,
	WATCH_ALL, /* its output goes to standard error unchanged */
};

/* Runs argv[0], a path, with the variables env (process_environ()), as the leader of a process group. Its
 * standard input is ours, or empty. Its output and its errors are read together: our standard output is for
 * the caller. A signal (signals.h) stops the group: by SIGINT, so that it can clean up, then SIGTERM, then
 * SIGKILL. Returns 0 if it exited with status 0. Otherwise returns -1; *ret_why is a clause such as "it
 * exited with status 1"; *ret_output is the end of its output, "" with WATCH_ALL; both are allocated. */
int process_watch(char *const argv[], char *const env[], bool input, enum watch_show show, char **ret_output,
	char **ret_why);
