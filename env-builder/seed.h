// SPDX-License-Identifier: MIT
// Puts pip and its like into an environment, from wheels that the base brings along.
#pragma once

#include <stdbool.h>

#include "env-builder/cache.h"
#include "env-builder/file.h"
#include "env-builder/python.h"

/* The wheel of seed, which is NAME or NAME==VERSION: the newest in dirs (NULL-terminated; NULL: none); where there
 * is none, the newest that the interpreter's own ensurepip would install, or that its distribution keeps for it
 * (/usr/share/python-wheels); allocated. NULL and *ret_why where there is none. */
char *seed_find(const struct python *python, const char *seed, const char *const *dirs, char **ret_why);

/* Is a distribution of that name installed in the directory site, in the version that seed names, if any? */
bool seed_present(const char *site, const char *seed);

struct seeder {
	const struct python *python;
	const struct cache *cache;
	const char *env; /* the environment's final path, for the scripts' first line; NULL: they find it themselves */
	enum file_means means;
};

/* Puts the wheel into directory site of the environment that is open as env, and its scripts into bin. Returns 0, or
 * -1 and *ret_why. */
int seed_wheel(struct seeder *seeder, const char *wheel, int env, const char *site, char **ret_why);
