// SPDX-License-Identifier: MIT
// Carries out a plan in a directory.
#pragma once

#include "env-builder/transaction/plan.h"
#include "env-builder/wheel/install_wheel.h"

/* Carries out all steps below the directory env, which is empty. Where the file system has no symbolic links,
 * files are copied instead. seeder may be NULL where nothing is seeded. Stops at the first failure, and when
 * a signal has come. Returns 0, or -1 and *ret_why. */
int apply_plan(const struct plan *plan, int env, struct seeder *seeder, char **ret_why);
