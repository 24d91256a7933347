// SPDX-License-Identifier: MIT
// Tables of shell scripts, each with what it must end in: how the built venvrun is tested.
#pragma once

#include <stddef.h>

/* What a row's command begins with where the runtime of a sanitizer in the programs (make SAN=...) spoils it:
 * it is skipped there, aloud. */
#ifdef SANITIZED
#define WITHOUT_SANITIZER "echo SKIP a sanitizer is in the programs; exit\n"
#else
#define WITHOUT_SANITIZER
#endif

/* A script and what must come of it. It runs as script.h says, in an empty directory, and knows
 *	$V	venvrun		$L	the library	$P	the programs of the tests
 *	$E	an environment of /usr/bin/python3 that it must not change
 *	$HOME_OF_PYENV	the home directory that the tests were started with
 *	json CODE	Python code for standard input, read as x
 *	events CODE	the same for the trace in ./t: events is a list, has(member=value...) looks for one
 *	fail WORD...	the end, saying why		same A B	fails where they differ
 *	damaged		makes ./bad, a copy of the environment without pyvenv.cfg
 * Words are split at newlines only: $V needs no quotes. A script that ends well with a line "SKIP why" counts
 * as skipped. */
struct row {
	const char *name, *script;
	int status;
	const char *words[4]; /* all of them must be in the output */
};

/* For .init of a suite: makes the environment. */
void rows_setup(void);

/* Runs each row; failures are told by the suite's and the row's name. */
void rows_check(const char *suite, const struct row *rows, size_t count);
#define ROWS(suite, rows) rows_check(#suite, rows, sizeof(rows) / sizeof(*(rows)))
