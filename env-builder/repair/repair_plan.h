// SPDX-License-Identifier: MIT
// Plans the repair of an environment that was moved, or whose base interpreter was moved or replaced.
#pragma once

#include "env-builder/discovery/interpreter.h"
#include "env-builder/repair/inventory.h"
#include "env-builder/transaction/plan.h"

/* Adds a step to plan for each file that must change; none where the environment needs no repair. python
 * is the base that it shall have, of its implementation and X.Y; NULL where it has its own interpreter
 * (conda).
 * - bin/python* and other symbolic links lead to the present base and environment; copied interpreters are
 *   copied again (fix_links.h).
 * - Scripts, activation scripts and files that Python imports name the present paths (fix_texts.h).
 * - RECORD has the hashes and sizes of these files.
 * - pyvenv.cfg or orig-prefix.txt names the present base (fix_cfg.h). It comes last.
 * Returns 0, or -1 and *ret_why. */
int repair_plan(const struct inventory *inventory, const struct interpreter *python, struct plan *plan,
	char **ret_why);
