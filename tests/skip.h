// SPDX-License-Identifier: MIT
// Reports a part of a test that this machine cannot run: counted and printed at the end.
#pragma once

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* Notes that something was not tested and why: skip("form -I: 2.7.18 has no -I"). One line, "WHAT: REASON":
 * tests/run counts the lines of the file named by VENVRUN_SKIPS under their reasons, so a reason reads alone
 * ("zsh is not installed") and has no colon. The test continues with its next row. Without that variable (a
 * test program started by hand) the line goes to standard error. Safe from several workers at once: one
 * write, O_APPEND. */
static inline void skip(const char *what)
{
	const char *name = getenv("VENVRUN_SKIPS");
	FILE *f = name ? fopen(name, "a") : NULL;
	fprintf(f ? f : stderr, "%s\n", what);
	if (f)
		fclose(f);
}

/* The same where the programs are built with a sanitizer (make SAN=...), whose runtime in them spoils this
 * part: is it so? */
static inline bool skip_if_sanitized(const char *what)
{
#ifdef SANITIZED
	skip(what);
	return true;
#else
	(void)what;
	return false;
#endif
}
