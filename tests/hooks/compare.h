// SPDX-License-Identifier: MIT
// Starts programs in every form of tests/hooks/escape.def, with the library and without it, and compares the
// output, result, errno and exit status.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/core/count.h"

#define LINE(text) text, sizeof(text) - 1

struct target {
	const char *what, *file; /* a description; the program, "NULL" for a null pointer */
	/* the default is "zero", "a b" and ""; "NULL" is a null pointer, "NONE" an empty array */
	const char *argv[4];
	const char *path; /* PATH; NULL: SYSTEM_PATH; UNSET: not set */
};
#define SYSTEM_PATH "/bin:/usr/bin"
#define UNSET "(unset)"

/* The .init of each test: makes the directory compare_dir, which every user may search, and enters it. It has
 * a copy of the library, and the program tests/programs/seen as "i". */
void compare_begin(void);
extern char *compare_dir;

/* Compares each target in each form. scrub: how the environment is changed, an id of escape.def; "kept" for
 * not at all. unprivileged: as a user that is not root. */
void compare(const struct target *targets, size_t count, const char *scrub, bool unprivileged);

/* Fails the test if not more than so many programs printed something: then it compares nothing. */
void compare_expect_started(size_t count);

/* Writes a file of n bytes and sets its mode. */
void compare_write(const char *path, const char *text, size_t n, unsigned mode);

/* Makes the files of the targets: programs with names that are almost those of Python, scripts that are
 * interpreters of scripts, links, directories. */
void compare_make_files(void);
