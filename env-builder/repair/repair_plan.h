// SPDX-License-Identifier: MIT
// What is to be changed in an environment that was moved, or whose base was, so that it works again.
#pragma once

#include "env-builder/transaction/plan.h"
#include "env-builder/discovery/interpreter.h"
#include "env-builder/repair/inventory.h"

/* Adds a step for each file that must be another to plan, pyvenv.cfg last; none where the environment is
 * sound. python is the base that it is to have, of its implementation and X.Y; NULL: its interpreter is its
 * own, and stays.
 * - bin/python* and other symbolic links that lead to the old base, or to where the environment was, lead to the new ones;
 *   copies of the interpreter are made again (fix_links.h).
 * - Scripts, activation and what Python imports name where the environment and its base are now (fix_texts.h).
 * - RECORD: what it says of these files.
 * - pyvenv.cfg (orig-prefix.txt): the base's place and version (fix_cfg.h).
 * Returns 0, or -1 and *ret_why. */
int repair_plan(const struct inventory *survey, const struct interpreter *python, struct plan *plan,
	char **ret_why);
