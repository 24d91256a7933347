// SPDX-License-Identifier: MIT
// --repair: repairs an environment that was moved, or whose base interpreter was.
#pragma once

#include "env-builder/cache/cache.h"
#include "env-builder/commands/output.h"
#include "env-builder/discovery/interpreter.h"

/* Repairs the environment at path; a sound one is not changed. base: its base interpreter from now on; NULL:
 * the present one, or if that is gone the newest of the same implementation and X.Y. Adds a line or an object
 * to output; with --dry-run the plan. Returns 0, or -1 and *ret_why: then everything is as it was. */
int repair_environment(const struct interpreter *base, const struct cache *cache, const char *path,
	struct output *output, char **ret_why);
