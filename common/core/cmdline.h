// SPDX-License-Identifier: MIT
// What an interpreter's command line runs. Async-signal-safe, vfork-safe. argv may be NULL.
#pragma once

#include <stdbool.h>

/* What a command line of Python runs, all by reference: a script, or the value of -c or -m. */
struct python_command {
	const char *script; /* may be a directory or an archive, or may not exist */
	const char *code;   /* -c */
	const char *module; /* -m */
	bool is_joined;     /* -c or -m follows other options in one word, as in "-Ic" */
	bool is_dashes;     /* "--" is the last word: a program from standard input */
};

/* False, *ret undefined, where Python runs none of them: it reads standard input, or a value is missing. The
 * options with values are those of Python 2.7 to 3.14 ("python3 --help"). */
bool cmdline_parse_python(char *const *argv, struct python_command *ret);

/* The script alone; NULL where Python runs none:
 *
 *	python3 -Es -X dev x.py -c	-> x.py		python3 -Im pip	-> NULL
 *	python3 -W ignore - x.py	-> NULL */
const char *cmdline_python(char *const *argv);

/* The script that sh, bash, dash, ksh or zsh runs; NULL where it runs none:
 *
 *	sh -e -o pipefail x.sh a	-> x.sh		bash -lc 'x.sh'	-> NULL */
const char *cmdline_shell(char *const *argv);
