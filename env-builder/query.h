// SPDX-License-Identifier: MIT
// What an interpreter says about itself: asked once, remembered as long as its file stays the same.
#pragma once

#include "env-builder/python.h"

/* Asks the interpreter at path, which is absolute, and finds the path that an environment should link to. Returns 0
 * and *ret, or -1 and *ret_why: a sentence. */
int query_python(const char *path, const struct cache *cache, struct python *ret, char **ret_why);
