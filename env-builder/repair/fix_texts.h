// SPDX-License-Identifier: MIT
// Plans the repair of files that name the environment's former path or its former base in their text.
#pragma once

#include "env-builder/discovery/interpreter.h"
#include "env-builder/repair/inventory.h"
#include "env-builder/transaction/plan.h"
#include "env-builder/wheel/installed_record.h"

/* Adds a STEP_WRITE to plan for each file that changes, and its new hash and size to changes:
 * - scripts in bin: the first lines, where they name an interpreter at a former path of the environment,
 *   or one of the former base that does not exist any more;
 * - bin/activate and its siblings: the former path; the script is written anew where a shell would have to
 *   quote it;
 * - .pth, .egg-link, direct_url.json and the modules of editable packages: the former path.
 * python may be NULL, as in repair_plan.h. Returns 0, or -1 and *ret_why. */
int fix_texts_plan(const struct inventory *inventory, const struct interpreter *python, struct plan *plan,
	struct record *changes, char **ret_why);
