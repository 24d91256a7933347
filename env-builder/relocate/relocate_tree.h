// SPDX-License-Identifier: MIT
// Gives what was installed in an environment under a temporary path the path that is meant.
#pragma once

#include <time.h>

#include "env-builder/relocate/replace_prefix.h"

/* Rewrites the files below env, an open directory, that were changed since a time: scripts in bin, every
 * other text, compiled code, and the rows of RECORD for what was rewritten. A file is replaced, not edited:
 * it may be shared with a cache. Returns 0, or -1 and *ret_why. */
int relocate_tree(int env, const struct replace_prefix *repath, struct timespec since, char **ret_why);
