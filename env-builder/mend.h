// SPDX-License-Identifier: MIT
// What is to be changed in an environment that was moved, or whose base was, so that it works again.
#pragma once

#include "env-builder/plan.h"
#include "env-builder/python.h"
#include "env-builder/survey.h"

/* Adds a step for each file that must be another to plan, pyvenv.cfg last; none where the environment is sound. python is
 * the base that it is to have, of its implementation and X.Y; NULL: its interpreter is its own, and stays.
 * - bin/python* and other symbolic links that lead to the old base, or to where the environment was, lead to the new ones;
 *   copies of the interpreter are made again.
 * - pyvenv.cfg (orig-prefix.txt): the base's place and version. What is still true stays as it is written, and so
 * does all else. - Scripts in bin: the lines that start them, where they name the interpreter of the environment's
 * old place, or one of
 *   the old base that is gone.
 * - bin/activate and its like: the old place in them; where a shell would have to quote it, they are made anew.
 * - .pth, .egg-link, direct_url.json, modules of editable packages: the old place in them.
 * - RECORD: what it says of these files.
 * Returns 0, or -1 and *ret_why. */
int mend_plan(const struct survey *survey, const struct python *python, struct plan *plan, char **ret_why);
