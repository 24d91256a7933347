// SPDX-License-Identifier: MIT
// --repair: an environment that was moved, or whose base interpreter was, made to work again.
#pragma once

#include "common/tool/text.h"
#include "env-builder/cli/options.h"
#include "env-builder/cache/cache.h"
#include "env-builder/discovery/interpreter.h"

/* Repairs the environment at path. python is the base it is to have; NULL: the one it has, else the newest of
 * its implementation and X.Y. One that is sound is left as it is. With --dry-run, what is to be changed is
 * only told. Adds a line, or with --json an object, to out. Returns 0, or -1 and *ret_why: then everything is
 * as it was. */
int repair_environment(const struct options *options, const struct interpreter *python,
	const struct cache *cache, const char *path, struct text *out, char **ret_why);
