// SPDX-License-Identifier: MIT
// The first line of a script, read as the kernel reads it (fs/binfmt_script.c), and env's one argument in it.
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* What the kernel looks at of a file: BINPRM_BUF_SIZE, include/uapi/linux/binfmts.h. */
#define SHEBANG_MAX 256

struct shebang {
	char *interp; /* the interpreter, as written */
	/* the rest of the line as one argument, blanks before its newline trimmed; NULL: there is none */
	char *arg;
};

/* Parses the first bytes of a file. head has room for SHEBANG_MAX bytes, n of them read; it is changed (NULs
 * are set) and *ret points into it. False, *ret untouched, where the kernel would say ENOEXEC: no "#!", no
 * interpreter, or an interpreter path that does not end within the first SHEBANG_MAX bytes; and where a NUL
 * stands in the place of an interpreter, for which it says EACCES. Async-signal-safe. */
bool shebang_parse(char *head, size_t n, struct shebang *ret);

/* Splits the argument that a shebang gives to env(1) into the command and its arguments:
 *
 *	"python3"		-> python3
 *	"-S python3 -I"		-> python3, -I
 *
 * arg is changed and words[] points into it. Returns the number of words, or 0 where env itself must run:
 * other options, assignments, quotes, escapes, variables, a name with a blank in it, or more than max words.
 * In the -S form env reads further words of the command line as its own only if no command was named, so the
 * result holds whatever follows. Async-signal-safe. */
size_t shebang_env(char *arg, const char **words, size_t max);
