// SPDX-License-Identifier: MIT
// --lock FILE without anything to install: locks what an existing environment contains.
#pragma once

#include "env-builder/cache/cache.h"
#include "env-builder/commands/output.h"
#include "env-builder/install/install_request.h"

/* Locks the environment at path, and changes nothing in it. An environment whose interpreter is gone is read
 * by another interpreter of its version. Adds a line (with --verbose or --dry-run) or an object to output;
 * with "--lock -" the lock. Returns 0, or -1 and *ret_why. */
int lock_environment(const struct install_request *request, const struct cache *cache, const char *path,
	struct output *output, char **ret_why);
