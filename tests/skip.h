// SPDX-License-Identifier: MIT
// Reports a part of a test that this machine cannot run. tests/run counts and prints the reports at the end.
#pragma once

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* Reports what was not tested and why, as a line "WHAT: REASON": skip("form -I: 2.7.18 has no -I"). The test
 * continues. tests/run counts the lines of the file $VENVRUN_SKIPS by reason, so a reason is a complete
 * phrase ("zsh is not installed") without a colon. Without that variable, the line is printed to standard
 * error. Several processes may report at the same time, as each line is one write with O_APPEND. */
static inline void skip(const char *what)
{
	const char *name = getenv("VENVRUN_SKIPS");
	FILE *f = name ? fopen(name, "a") : NULL;
	fprintf(f ? f : stderr, "%s\n", what);
	if (f)
		fclose(f);
}

/* Reports and returns true if the programs are built with a sanitizer (make SAN=...) whose runtime makes this
 * part impossible. */
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
