// SPDX-License-Identifier: MIT
// The translated path of a path, computed in the simplest way. The results of the library are compared with
// it.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define PATH_ROOM 16384 /* bytes for any path here, original or translated */

/* The redirected and the hidden directories, and the site-packages that replaces them. site is NULL: nothing
 * is redirected. */
struct rules {
	const char *site;
	const char *base[4];
	const char *hide[4];
};

/* Returns the translated path of path, which is relative to dirfd: written to out, or path itself if it is
 * not redirected. */
const char *rewrite(const struct rules *rules, int dirfd, const char *path, char out[PATH_ROOM]);

/* Is the entry name of the directory fd hidden? */
bool rewrite_hides(const struct rules *rules, int fd, const char *name);

/* Writes the directory that a relative path starts from. Returns false if it has no path. */
bool rewrite_start(int dirfd, char out[PATH_ROOM]);
