// SPDX-License-Identifier: MIT
// --list-pythons: the base interpreters on this machine.
#pragma once

#include "env-builder/cache/cache.h"
#include "env-builder/commands/output.h"

/* Adds a line or an object for each interpreter, in the order of discovery_list(). */
void list_pythons(const struct cache *cache, struct output *output);
