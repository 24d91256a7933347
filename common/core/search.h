// SPDX-License-Identifier: MIT
// The candidates of a search in PATH, in the order in which execvp(3) tries them. Async-signal-safe.
#pragma once

#include <stddef.h>

/* The PATH of execvp(3) where there is none: glibc's confstr(_CS_PATH). */
#define SEARCH_DEFAULT "/bin:/usr/bin"

/* The bytes of the longest candidate for name with its NUL. Directories of PATH_MAX bytes or more are skipped
 * by the search, as by glibc and musl. */
size_t search_room(const char *path, const char *name);

/* Writes the next candidate to buf, which holds search_room() bytes, and moves *path past it. An empty
 * directory is the current one: the candidate is name alone. Returns NULL when there are no more.
 *
 *	for (const char *at = path; (file = search_next(&at, name, buf));) ... */
const char *search_next(const char **path, const char *name, char *buf);
