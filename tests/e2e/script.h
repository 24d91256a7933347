// SPDX-License-Identifier: MIT
// Runs a shell script from a test, with new variables.
#pragma once

struct script_result {
	/* the exit status; 128 + N for a death by signal N; -1 if it took longer than SCRIPT_SECONDS */
	int status;
	char out[16384]; /* standard output and error, cut to that size, with a NUL at the end */
};

#define SCRIPT_SECONDS 60

/* Runs preamble and text with sh -u in dir, which is its HOME and TMPDIR, too; PATH is the system's.
 * variables is a NULL-terminated array of "NAME=VALUE". Standard input is empty. Processes of its group
 * that still run at the end are killed. */
struct script_result script_run(const char *dir, const char *const *variables, const char *preamble,
	const char *text);
