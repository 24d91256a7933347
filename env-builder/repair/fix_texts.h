// SPDX-License-Identifier: MIT
// The texts of an environment that name its old place or its old base: scripts, activation, what Python
// imports.
#pragma once

#include "env-builder/transaction/plan.h"
#include "env-builder/discovery/interpreter.h"
#include "env-builder/wheel/installed_record.h"
#include "env-builder/repair/inventory.h"

/* Adds a step for each of these that must be another to plan, and what it is then to changes. python may be
 * NULL, as in repair_plan.h.
 * - Scripts in bin: the lines that start them, where they name the interpreter of the environment's old place, or one of
 *   the old base that is gone.
 * - bin/activate and its like: the old place in them; where a shell would have to quote it, they are made anew.
 * - .pth, .egg-link, direct_url.json, modules of editable packages: the old place in them.
 * Returns 0, or -1 and *ret_why. */
int fix_texts_plan(const struct inventory *survey, const struct interpreter *python, struct plan *plan,
	struct installed_record_changes *changes, char **ret_why);
