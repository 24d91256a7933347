// SPDX-License-Identifier: MIT
// What the library has to do with a path, done in the most obvious way: what its redirection is compared
// with.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define PATH_ROOM 16384 /* bytes that any path here fits in, rewritten or not */

/* The directories, and the one that they mean. NULL: nothing is redirected. */
struct rules {
	const char *site;
	const char *base[4];
	const char *hide[4];
};

/* What path, relative to dirfd, means: path itself where nothing is to be changed, else what is written to
 * out. */
const char *rewrite(const struct rules *rules, int dirfd, const char *path, char out[PATH_ROOM]);

/* Is a name in the directory that is open as fd hidden? It is if, as a path, it leads nowhere. */
bool rewrite_hides(const struct rules *rules, int fd, const char *name);

/* The directory that a relative path starts from; false: it has no path. */
bool rewrite_start(int dirfd, char out[PATH_ROOM]);
