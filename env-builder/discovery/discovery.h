// SPDX-License-Identifier: MIT
// Finds base interpreters on this machine.
#pragma once

#include <stddef.h>

#include "env-builder/cache/cache.h"
#include "env-builder/discovery/interpreter.h"

/* Finds the base interpreter for a request, the value of --python: a version (python_request.h); the path of
 * an interpreter, an environment or a prefix; the name of a version or an environment of pyenv; the name of a
 * program on PATH. NULL is the newest python3. An environment's interpreter is replaced by its base. Of
 * several, CPython comes before PyPy, then the newest X.Y, then the first in the order of path_scan().
 * Returns 0 and *ret, which interpreter_clear() frees, or -1 and an allocated message in *ret_why. */
int discovery_find(const char *request, const struct cache *cache, struct interpreter *ret, char **ret_why);

/* Finds the first of the requests, a NULL-terminated array, that exists on this machine; NULL are those of
 * version_file_read(), and where it has none, the newest python3. Returns as discovery_find(). */
int discovery_choose(const char *const *requests, const struct cache *cache, struct interpreter *ret,
	char **ret_why);

/* Finds all base interpreters, in the order of path_scan(). *ret is allocated, each element is freed by
 * interpreter_clear(). Returns how many there are. */
size_t discovery_list(const struct cache *cache, struct interpreter **ret);
