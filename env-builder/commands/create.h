// SPDX-License-Identifier: MIT
// One environment, from the request to the commit.
#pragma once

#include <stdbool.h>

#include "common/tool/text.h"
#include "env-builder/cli/options.h"
#include "env-builder/cache/cache.h"
#include "env-builder/discovery/interpreter.h"

/* Makes the environment at path, or upgrades it: then python may be NULL, and one of the environment's own
 * version is found. With --dry-run, its plan is added to out instead. With --json, a JSON object is added to
 * out in either case; with -v, a line. Returns 0, or -1 and *ret_why: then everything is as it was. */
int create_environment(const struct options *options, const struct interpreter *python,
	const struct cache *cache, const char *path, const char *command, struct text *out, char **ret_why);
