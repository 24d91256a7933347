// SPDX-License-Identifier: MIT
// Plans the repair of the file that names the base: pyvenv.cfg, or orig-prefix.txt of virtualenv before 20.
#pragma once

#include <stdbool.h>

#include "env-builder/discovery/interpreter.h"
#include "env-builder/repair/inventory.h"
#include "env-builder/transaction/plan.h"

/* Adds a STEP_WRITE for each of these files that does not describe python, pyvenv.cfg last. Only the
 * values that are wrong change: other lines, and a different spelling of the same file, stay. */
void fix_cfg_plan(const struct inventory *inventory, const struct interpreter *python, struct plan *plan);

/* Is home, the value in pyvenv.cfg, a directory with a name of this interpreter in it? */
bool fix_cfg_is_home(const char *home, const struct interpreter *python);
