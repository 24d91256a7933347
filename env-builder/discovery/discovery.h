// SPDX-License-Identifier: MIT
// A base interpreter: found by what the user asks for, and known by its own word.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "env-builder/cache/cache.h"

/* Every string is allocated and belongs to the struct. */
struct interpreter {
	/* what an environment links to: absolute, the versioned name where there is one */
	char *path;
	char *home;           /* its directory, from which the standard library is found */
	char *implementation; /* "CPython", "PyPy" */
	char *version;        /* "3.11.2" */
	char *version_info;   /* "3.11.2.final.0" */
	int number[3];
	char *threads; /* "t" for a free-threaded build, else "" */
	char *prefix, *exec_prefix;
	char *stdlib; /* the directory of os.py */
	/* the shared libpython in lib of its prefix, which $ORIGIN in a copy would not find; "" */
	char *library;
	char *wheels; /* WHEEL_PKG_DIR: where a distribution keeps ensurepip's wheels; "" */
	char *tag;    /* what its compiled code is good for: cache tag and magic number */
	bool wide;    /* 64 bits: lib64 is wanted */
	bool debug;   /* a debug build */
};

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

void interpreter_clear(struct interpreter *python);

/* Is it Python 2, which knows no pyvenv.cfg? */
bool interpreter_is_python2(const struct interpreter *python);
/* The option with which it takes nothing from the environment variables, the user's directory and, from 3.4
 * on, the working directory: "-I". Before, "-Es": a program of "-c" has to take the working directory off
 * sys.path by itself, which is no other way in later ones, for "-c" imports something there before it
 * begins. */
const char *interpreter_isolation(const struct interpreter *python) __attribute__((returns_nonnull));
/* "CPython 3.11.2", allocated. */
char *interpreter_label(const struct interpreter *python) __attribute__((returns_nonnull));
