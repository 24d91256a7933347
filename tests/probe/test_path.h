// SPDX-License-Identifier: MIT
// The paths that each row is called with: everything that a path can be.
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum range {
	RANGE_ORIGINAL,   /* paths that the policy maps: base/dist-packages, user/site-packages */
	RANGE_TRANSLATED, /* what they mean, as absolute paths */
};

/* One path, and what it is relative to. */
struct test_path {
	char what[96];
	char *path;      /* may be a bad pointer; or it can be written to and has room for 16 bytes more */
	bool is_text;    /* it is no bad pointer */
	const char *cwd; /* what is to be the current directory; NULL: "/" */
	int dirfd;       /* what goes before it as DIRFD */
};

/* The directory that is mapped, or the one that is meant. */
const char *test_path_directory(enum range range);

struct test_path_choice {
	enum range range;
	bool takes_dirfd;   /* also paths that are relative to a descriptor */
	bool loads;         /* also that of a library */
	bool lists;         /* also the directory that what is hidden is in */
	bool brief;         /* only a few */
	const char *ending; /* what will be appended to it */
};

/* The aims one by one, from 0: false, there are no more. A number that is left out has an empty what. The
 * text holds until the next. */
bool test_path_take(const struct test_path_choice *choice, size_t number, struct test_path *ret);
