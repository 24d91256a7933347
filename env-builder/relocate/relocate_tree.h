// SPDX-License-Identifier: MIT
// Replaces a temporary path by the final one in all files that an installer wrote.
#pragma once

#include <time.h>

#include "env-builder/relocate/replace_prefix.h"

/* Rewrites the files below env, an open directory, that changed at or after since: scripts in bin, other
 * texts and compiled code; and in RECORD their hashes and sizes. A file is replaced and not edited,
 * because it may be linked to the cache. Returns 0, or -1 and *ret_why. */
int relocate_tree(int env, const struct replace_prefix *replace, struct timespec since, char **ret_why);
