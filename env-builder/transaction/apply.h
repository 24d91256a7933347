// SPDX-License-Identifier: MIT
// Carries out a plan in a directory.
#pragma once

#include "env-builder/transaction/plan.h"

/* How the steps are carried out that need more than the file system. env is open; path is relative to it.
 * Each returns 0, or -1 and *ret_why, allocated. NULL where no step needs them. */
struct step_makers {
	int (*seed)(void *ctx, const char *wheel, int env, const char *path, char **ret_why);
	int (*bundle)(void *ctx, int env, const char *path, char **ret_why);
	void *ctx; /* their first argument */
};

/* Carries out all steps in the directory env, which is open and empty. Where the file system has no symbolic
 * links, files are copied instead. Stops at the first failure and at a signal (signals_pending()). Returns 0,
 * or -1 and *ret_why, allocated; what was made until then remains. */
int apply_plan(const struct plan *plan, int env, const struct step_makers *makers, char **ret_why);
