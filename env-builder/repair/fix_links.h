// SPDX-License-Identifier: MIT
// Plans the repair of symbolic links and of copied interpreters.
#pragma once

#include "env-builder/discovery/interpreter.h"
#include "env-builder/repair/inventory.h"
#include "env-builder/transaction/plan.h"

/* Adds steps that make bin/python* start python: links to it, copies of it and the shared library of
 * copies. Where bin has no interpreter at all, bin/python is added. Interpreters of another version and
 * the user's own scripts of such a name stay. Returns 0, or -1 and *ret_why. */
int fix_links_interpreters(const struct inventory *inventory, const struct interpreter *python,
	struct plan *plan, char **ret_why);

/* Adds a step for each other link whose target moved (moved_path.h), unless plan replaces it already.
 * python may be NULL, as in repair_plan.h. */
void fix_links_plan(const struct inventory *inventory, const struct interpreter *python, struct plan *plan);
