// SPDX-License-Identifier: MIT
// Random paths in the tree.
#pragma once

#include <stddef.h>

#include "tests/fuzz-paths/rewrite.h"

/* The memory of the arguments that are read: PATHS_SLOTS slots, each in front of an unreadable page. */
enum { PATHS_SLOTS = 12 };
void paths_start(const char *root);

/* Copies a string to the end of a slot. Returns the copy. */
char *paths_put(size_t slot, const char *text);

/* A path, relative to dirfd or absolute, in a slot. Its text does not lead out of the tree. */
char *paths_random(size_t slot, int dirfd);

/* A path without a NUL in front of the unreadable page. */
char *paths_unending(size_t slot);

/* A template for mkstemp(3). */
char *paths_random_template(size_t slot);

/* The text of a symbolic link. */
char *paths_random_link(size_t slot);
