// SPDX-License-Identifier: MIT
// The present path of a file that an environment names by its former one.
#pragma once

#include "env-builder/discovery/interpreter.h"
#include "env-builder/repair/inventory.h"

/* Returns the present path, allocated, where path is below
 * - a former path of the environment, or
 * - the prefix of its former base, if the same file exists below the prefix of python; not where python is
 *   NULL.
 * NULL: path did not move. */
char *moved_path(const struct inventory *inventory, const struct interpreter *python, const char *path);
