// SPDX-License-Identifier: MIT
// The copy of the base interpreter in a standalone environment.
#pragma once

#include "env-builder/cache/cache.h"
#include "env-builder/discovery/interpreter.h"
#include "env-builder/system/file_at.h"

/* The interpreter as it will be in the environment at env; interpreter_clear() frees it. */
struct interpreter bundle_inside(const struct interpreter *python, const char *env);

/* Copies the interpreter with its libraries, its standard library and its headers to the directory dir of the
 * environment that is open as env. The copy is made once in the cache, where its libraries are made to find
 * each other, and is run: one that still needs a file of the original is refused.
 *
 * Not copied are tests, idlelib, turtledemo, the contents of site-packages, EXTERNALLY-MANAGED, static
 * libraries, code compiled for other versions, and programs other than the interpreter. From a prefix that
 * other programs share (/usr, /usr/local) the only library is libpython; from another one all libraries and
 * the scripts of Tcl are copied. *means is that of file_link(). Returns 0, or -1 and *ret_why, allocated. */
int bundle_install(const struct interpreter *python, const struct cache *cache, int env, const char *dir,
	enum file_means *means, char **ret_why);
