// SPDX-License-Identifier: MIT
// Puts pip and its like into an environment, each from its wheel.
#pragma once

#include "env-builder/cache/cache.h"
#include "env-builder/system/file_at.h"
#include "env-builder/discovery/interpreter.h"

struct seeder {
	const struct interpreter *python;
	const struct cache *cache;
	/* the environment's final path, for the scripts' first line; NULL: they find it themselves */
	const char *env;
	enum file_means means;
};

/* Puts the wheel into directory site of the environment that is open as env, and its scripts into bin.
 * Returns 0, or -1 and *ret_why. */
int install_wheel(struct seeder *seeder, const char *wheel, int env, const char *site, char **ret_why);
