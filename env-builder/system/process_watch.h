// SPDX-License-Identifier: MIT
// Runs a program that takes its time, such as pip: shows that it goes on, and ends it with all that it
// started.
#pragma once

#include <stdbool.h>

enum watch_show {
	WATCH_NOTHING,
	/* the line it said last, where standard error is a terminal; warnings of yanked releases and unknown
	 * extras */
	WATCH_PROGRESS,
	WATCH_ALL, /* what it says goes to standard error as it is */
};

/* Runs argv[0], a path, with the variables env (process_environ()) and our standard input, or an empty one,
 * as the leader of a process group. Its standard output goes where its errors go: stdout is for what the
 * caller prints. A signal that asks us to stop (signals.h) ends the group: by SIGINT, which lets it clean up,
 * then by SIGKILL. Returns 0 where it exited with status 0; else -1 with *ret_why, a clause such as "it
 * exited with status 1", and *ret_said, what it said in the end where that was not shown ("" otherwise); both
 * allocated. */
int process_watch(char *const argv[], char *const env[], bool input, enum watch_show show, char **ret_said,
	char **ret_why);
