// SPDX-License-Identifier: MIT
// The paths that each row is called with: all forms of a path, and bad pointers.
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum range {
	RANGE_ORIGINAL,   /* paths that are redirected: base/dist-packages, user/site-packages */
	RANGE_TRANSLATED, /* their translated paths, which are absolute */
};

/* One path, and the directory that it is relative to. */
struct test_path {
	char what[96];   /* a description */
	char *path;      /* a bad pointer, or writable memory with room for 16 more bytes */
	bool is_text;    /* it is not a bad pointer */
	const char *cwd; /* the current directory of the call; NULL: "/" */
	int dirfd;       /* the DIRFD in front of it */
};

/* The redirected directory, or its translated path. Static memory. */
const char *test_path_directory(enum range range);

struct test_path_choice {
	enum range range;
	bool takes_dirfd;   /* also paths relative to a descriptor */
	bool loads;         /* also the path of a library */
	bool lists;         /* also the directory with the hidden entry */
	bool brief;         /* only a few paths */
	const char *ending; /* the text that the caller appends; "" for none */
};

/* Makes the path of a number, from 0 on. Returns false if there is no such number. A number that choice
 * leaves out has an empty what. The text is valid until the next call. */
bool test_path_take(const struct test_path_choice *choice, size_t number, struct test_path *ret);
