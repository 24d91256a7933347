// SPDX-License-Identifier: MIT
// What an environment says of its base: pyvenv.cfg, or the file that virtualenv had before it.
#pragma once

#include <stdbool.h>

#include "env-builder/transaction/plan.h"
#include "env-builder/discovery/interpreter.h"
#include "env-builder/repair/inventory.h"

/* Adds a step for each of these files that must be another to plan, pyvenv.cfg last. What is still true of
 * python stays as it is written, and so does all else. */
void fix_cfg_plan(const struct inventory *survey, const struct interpreter *python, struct plan *plan);

/* Is it, as pyvenv.cfg has it in "home", still the directory of an interpreter that is this one? */
bool fix_cfg_is_home(const char *home, const struct interpreter *python);
