// SPDX-License-Identifier: MIT
// An environment whose interpreter is gone, seen with another of its version:
// so that what is in it can be asked for.
#pragma once

#include "common/env/env.h"
#include "env-builder/cache/cache.h"
#include "env-builder/discovery/interpreter.h"

struct standin {
	char *dir; /* an environment of its own, whose packages are the other's; NULL: none is needed */
	int held;
	struct interpreter python;
};

/* Looks at the environment at path. Where its interpreter can be executed, *ret is empty. Else another of its
 * implementation and X.Y is found, and a temporary environment made of it, to be given back with
 * standin_clear(); nothing is written to the one at path. Returns 0, or -1 and *ret_why. */
int standin_make(const char *path, const struct cache *cache, struct standin *ret, char **ret_why);
void standin_clear(struct standin *standin);
