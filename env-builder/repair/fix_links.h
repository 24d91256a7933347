// SPDX-License-Identifier: MIT
// The symbolic links of an environment, and the copies of its interpreter, of where its base and itself are
// now.
#pragma once

#include "env-builder/transaction/plan.h"
#include "env-builder/discovery/interpreter.h"
#include "env-builder/repair/inventory.h"

/* Adds a step for each of these that must be another to plan. */

/* bin/python*: links that lead to python, copies of it and the library beside them; "bin/python" where there
 * is none at all. Those of another version, and scripts of somebody's own, stay. Returns 0, or -1 and
 * *ret_why. */
int fix_links_interpreters(const struct inventory *survey, const struct interpreter *python,
	struct plan *plan, char **ret_why);

/* All other links; but for those that plan replaces already. python may be NULL, as in repair_plan.h. */
void fix_links_plan(const struct inventory *survey, const struct interpreter *python, struct plan *plan);

/* Where path leads to now, allocated: from the environment's old place, or from the old base's, if it is
 * there in the new one. NULL: it stays. */
char *fix_links_moved(const struct inventory *survey, const struct interpreter *python, const char *path);
