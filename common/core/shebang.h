// SPDX-License-Identifier: MIT
// The first line of a script, read as the kernel reads it (fs/binfmt_script.c), and the argument in it for
// env(1). Async-signal-safe.
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* The bytes of a file that the kernel reads: BINPRM_BUF_SIZE, include/uapi/linux/binfmts.h. */
#define SHEBANG_MAX 256

struct shebang {
	char *interp; /* the interpreter, as written */
	char *arg;    /* the remaining line as one argument, without blanks at its end; NULL: there is none */
};

/* Parses the first bytes of a file. head holds SHEBANG_MAX bytes, of which n were read; NULs are written to
 * it, and *ret points into it. False, *ret untouched, where the kernel would return ENOEXEC: there is no
 * "#!", no interpreter, or its path does not end within SHEBANG_MAX bytes; and where it would return EACCES,
 * as a NUL is where an interpreter should begin. */
bool shebang_parse(char *head, size_t n, struct shebang *ret);

/* Splits the argument of a shebang for env(1) into the command and its arguments:
 *
 *	"python3"		-> python3
 *	"-S python3 -I"		-> python3, -I
 *
 * arg is changed, and words[] points into it. Returns the number of words; 0 where env itself must run: for
 * other options, assignments, quotes, escapes, variables, a name with a blank in it, or more than max words.
 * With -S, env takes further words of the command line as its own only if no command was named, so the result
 * does not depend on them. */
size_t shebang_env(char *arg, const char **words, size_t max);
