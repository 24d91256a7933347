// SPDX-License-Identifier: MIT
// The symbolic links of an environment, and the copies of its interpreter, of where its base and itself are now.
#pragma once

#include "env-builder/plan.h"
#include "env-builder/python.h"
#include "env-builder/survey.h"

/* Adds a step for each of these that must be another to plan. */

/* bin/python*: links that lead to python, copies of it and the library beside them; "bin/python" where there is none at
 * all. Those of another version, and scripts of somebody's own, stay. Returns 0, or -1 and *ret_why. */
int relink_interpreters(const struct survey *survey, const struct python *python, struct plan *plan, char **ret_why);

/* All other links; but for those that plan replaces already. python may be NULL, as in mend.h. */
void relink_links(const struct survey *survey, const struct python *python, struct plan *plan);

/* Where path leads to now, allocated: from the environment's old place, or from the old base's, if it is there in the new
 * one. NULL: it stays. */
char *relink_moved(const struct survey *survey, const struct python *python, const char *path);
