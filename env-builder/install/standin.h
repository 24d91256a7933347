// SPDX-License-Identifier: MIT
// A temporary environment with the packages of one whose interpreter does not exist any more.
#pragma once

#include "env-builder/cache/cache.h"
#include "env-builder/discovery/interpreter.h"

struct standin {
	char *dir; /* the temporary environment, which has links to the packages; NULL: none is needed */
	int held;  /* dir, open */
	struct interpreter python; /* its base interpreter */
};

/* If the interpreter of the environment at path can be executed, *ret is empty. Else another interpreter of
 * the same implementation and X.Y is found and a temporary environment made with it. Nothing at path is
 * changed. Returns 0, or -1 and *ret_why; call standin_clear() either way. */
int standin_make(const char *path, const struct cache *cache, struct standin *ret, char **ret_why);
void standin_clear(struct standin *standin);
