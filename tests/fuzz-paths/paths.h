// SPDX-License-Identifier: MIT
// Random paths in the tree.
#pragma once

#include <stddef.h>

#include "tests/fuzz-paths/rewrite.h"

/* The memory of the arguments that are read: SLOTS of them, each ending where nothing can be read any
 * more. */
enum { PATHS_SLOTS = 12 };
void paths_start(const char *root);

/* Puts a string into a slot. */
char *paths_put(size_t slot, const char *text);

/* A path, relative to dirfd or absolute, in a slot: it does not lead out of the tree by its text. */
char *paths_random(size_t slot, int dirfd);

/* One that has no end: no NUL up to where nothing can be read. */
char *paths_unending(size_t slot);

/* A path, with what mkstemp(3) is to complete behind it. */
char *paths_random_template(size_t slot);

/* The text of a symbolic link. */
char *paths_random_link(size_t slot);
