// SPDX-License-Identifier: MIT
// The candidates of a PATH search, one after the other, as execvp(3) tries them; async-signal-safe.
#pragma once

#include <stddef.h>

/* What execvp(3) searches where there is no PATH: glibc's confstr(_CS_PATH). */
#define SEARCH_DEFAULT "/bin:/usr/bin"

/* The bytes that the longest candidate for name takes, its NUL included. Directories that are PATH_MAX bytes
 * or longer do not count: the search passes them over, as both glibc and musl do. */
size_t search_room(const char *path, const char *name);

/* Writes the next candidate to buf, which holds search_room() bytes, and moves *path past it. An empty
 * directory is the current one: the candidate is name alone. Returns NULL when there are no more.
 *
 *	for (const char *at = path; (file = search_next(&at, name, buf));) ... */
const char *search_next(const char **path, const char *name, char *buf);
