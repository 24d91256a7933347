// SPDX-License-Identifier: MIT
// The base interpreter with all that it needs, taken along in an environment: --standalone.
#pragma once

#include "env-builder/cache/cache.h"
#include "env-builder/system/file_at.h"
#include "env-builder/discovery/interpreter.h"

/* The interpreter as it will be in the environment at env, to be given back with interpreter_clear(). */
struct interpreter bundle_inside(const struct interpreter *python, const char *env);

/* Puts the interpreter, its libraries, its standard library and its headers into the directory dir of the
 * environment that is open as env. They are copied into the cache once, made to find each other there, and
 * tried: one that would still need its old place is refused. Left out: tests, idlelib, turtledemo, what is
 * installed in site-packages, EXTERNALLY-MANAGED, static libraries, code compiled for others, and every
 * program but the interpreter. Of a prefix that others share (/usr, /usr/local) only libpython is taken, of
 * another all libraries and the scripts of Tcl. Returns 0, or -1 and *ret_why. */
int bundle_place(const struct interpreter *python, const struct cache *cache, int env, const char *dir,
	enum file_means *means, char **ret_why);
