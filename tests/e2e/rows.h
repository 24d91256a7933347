// SPDX-License-Identifier: MIT
// Tables of shell scripts with their expected results: tests of the built venvrun.
#pragma once

#include <stddef.h>

/* The beginning of a row's command that the runtime of a sanitizer in the programs (make SAN=...) would
 * disturb: the row is skipped there, with a message. */
#ifdef SANITIZED
#define WITHOUT_SANITIZER "echo SKIP a sanitizer is in the programs; exit\n"
#else
#define WITHOUT_SANITIZER
#endif

/* A script and its expected result. It runs as script.h describes, in an empty directory, and has
 *	$V	venvrun		$L	the library	$P	the programs of the tests
 *	$E	an environment of /usr/bin/python3, which it may not change
 *	$HOME_OF_PYENV	the home directory that the tests were started with
 *	json CODE	Python code for standard input, read as x
 *	events CODE	the same for the trace in ./t: events is a list, has(member=value...) looks for one
 *	fail WORD...	fails with a message		same A B	fails where they differ
 *	damaged		makes ./bad, a copy of the environment without pyvenv.cfg
 * Words are split at newlines only: $V needs no quotes. A script that succeeds with a line "SKIP why" is
 * counted as skipped. */
struct row {
	const char *name, *script;
	int status;
	const char *words[4]; /* all of them must be in the output */
};

/* For .init of a suite: makes the environment. */
void rows_setup(void);

/* Runs each row; the message of a failure has the names of the suite and the row. */
void rows_check(const char *suite, const struct row *rows, size_t count);
#define ROWS(suite, rows) rows_check(#suite, rows, sizeof(rows) / sizeof(*(rows)))
