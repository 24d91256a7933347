// SPDX-License-Identifier: MIT
// A base interpreter: found by what the user asks for, and known by its own word.
#pragma once

#include <stddef.h>

#include "env-builder/cache/cache.h"
#include "env-builder/discovery/interpreter.h"

/* Finds the base interpreter for spec: a version (env-builder/discovery/python_request.h), a path, an
 * environment or a prefix, a name that pyenv has given to what it installed, a name to look for on PATH; NULL
 * is the newest python3. An environment's interpreter stands for its base. Of several, CPython comes before
 * PyPy, then the newest X.Y, then the order of the search: PATH, what pyenv, uv, asdf and mise have
 * installed, /usr/local/bin, /usr/bin. Returns 0 and *ret, or -1 and *ret_why. */
int discovery_find(const char *spec, const struct cache *cache, struct interpreter *ret, char **ret_why);

/* The first of specs, which end in NULL, that is found; specs is NULL: what version_file.h says, else the
 * newest python3. */
int discovery_choose(const char *const *specs, const struct cache *cache, struct interpreter *ret,
	char **ret_why);

/* All of them, in that order; allocated. */
size_t discovery_list(const struct cache *cache, struct interpreter **ret);
