// SPDX-License-Identifier: MIT
// Starts something in every form of tests/hooks/escape.def, with the library and without it, and compares
// what is seen of it: output, result, errno, exit status.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/core/count.h"

#define LINE(text) text, sizeof(text) - 1

struct target {
	const char *what, *file; /* file "NULL": a null pointer */
	/* none: "zero", "a b" and ""; "NULL": a null pointer; "NONE": an empty array */
	const char *argv[4];
	const char *path; /* PATH; NULL: the system's; UNSET: none */
};
#define SYSTEM_PATH "/bin:/usr/bin"
#define UNSET "(unset)"

/* To be called first: makes the test's directory, which any user may look into. It becomes the current one,
 * and holds the library and "i", which is tests/programs/seen.c. */
void compare_begin(void);
extern char *compare_dir;

/* Compares each target in each form, from an environment that was scrubbed in that way ("kept").
 * Unprivileged: as another user than root. */
void compare(const struct target *targets, size_t count, const char *scrub, bool unprivileged);

/* How many programs have started and said so: less than a test expects, and it tests nothing. */
size_t compare_started(void);

/* A file of n bytes, with its mode. */
void compare_write(const char *path, const char *text, size_t n, unsigned mode);

/* What the targets name: programs under names that are nearly Python's, scripts for one another, links,
 * directories.
 */
void compare_make_files(void);
