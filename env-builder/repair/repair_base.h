// SPDX-License-Identifier: MIT
// The base interpreter that a repaired environment gets.
#pragma once

#include "env-builder/cache/cache.h"
#include "env-builder/discovery/interpreter.h"
#include "env-builder/repair/inventory.h"

/* Finds the present base interpreter of an environment that is not conda's; if that does not exist, the
 * newest one that can import its packages: of the same implementation and X.Y. Returns 0 and *ret, which
 * interpreter_clear() frees; or -1 and *ret_why, allocated. */
int repair_base_find(const struct inventory *inventory, const struct cache *cache, struct interpreter *ret,
	char **ret_why);

/* Can the environment be repaired with this base interpreter? A conda environment has none: python must be
 * NULL, and its own interpreter must exist. Returns 0, or -1 and *ret_why, allocated. */
int repair_base_check(const struct inventory *inventory, const struct interpreter *python, char **ret_why);
