// SPDX-License-Identifier: MIT
// Installs a seed (pip, setuptools, wheel) from its wheel, without pip.
#pragma once

#include "env-builder/cache/cache.h"
#include "env-builder/discovery/interpreter.h"
#include "env-builder/system/file_at.h"

/* For all wheels of one environment. */
struct seeder {
	const struct interpreter *python;
	const struct cache *cache;
	/* the environment's final path, for the shebang of scripts; NULL: a launcher that finds its
	 * interpreter */
	const char *env;
	enum file_means means; /* how files get from the cache; FILE_AUTO is replaced by what worked */
};

/* Installs the wheel into the directory site, relative to the environment that is open as env, its scripts
 * into bin and its other files where the wheel wants them. No existing file is replaced. Returns 0, or -1 and
 * *ret_why, allocated. */
int install_wheel(struct seeder *seeder, const char *wheel, int env, const char *site, char **ret_why);
