// SPDX-License-Identifier: MIT
// A shell script, run from a test with an environment of its own.
#pragma once

struct script_result {
	/* the exit status; 128 + N for a death by signal N; -1 if it took longer than SCRIPT_SECONDS */
	int status;
	char out[16384]; /* standard output and error, cut off there, with a NUL behind */
};

#define SCRIPT_SECONDS 60

/* Runs text with sh -u in dir, which is its HOME and TMPDIR too; PATH is the system's. preamble
 * stands in front of text. variables is a NULL-terminated array of "NAME=VALUE". Standard input is
 * empty. What it leaves running in its process group is killed. */
struct script_result script_run(const char *dir, const char *const *variables, const char *preamble,
	const char *text);
