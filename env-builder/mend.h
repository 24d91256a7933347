// SPDX-License-Identifier: MIT
// What is to be changed in an environment that was moved, or whose base was, so that it works again.
#pragma once

#include "env-builder/plan.h"
#include "env-builder/python.h"
#include "env-builder/survey.h"

/* Adds a step for each file that must be another to plan, pyvenv.cfg last; none where the environment is sound. python is
 * the base that it is to have, of its implementation and X.Y; NULL: its interpreter is its own, and stays.
 * - bin/python* and other symbolic links that lead to the old base, or to where the environment was, lead to the new ones;
 *   copies of the interpreter are made again (relink.h).
 * - Scripts, activation and what Python imports name where the environment and its base are now (rewrite.h).
 * - RECORD: what it says of these files.
 * - pyvenv.cfg (orig-prefix.txt): the base's place and version (rebase.h).
 * Returns 0, or -1 and *ret_why. */
int mend_plan(const struct survey *survey, const struct python *python, struct plan *plan, char **ret_why);
