// SPDX-License-Identifier: MIT
// The environment of a program that is about to be executed: which changes make it as wished.
// Async-signal-safe.
#pragma once

#include "common/core/envp_wish.h"

/* Fills *ret with the changes that envp, which may be NULL, needs. Returns false, *ret undefined, where it
 * needs none. An environment with VENVRUN=off needs none but to be released. Where envp_nested() finds a
 * policy, the wish has to be that policy's. */
bool envp_plan_measure(char *const *envp, const struct envp_wish *wish, struct envp_plan *ret);

/* Writes the new array, plan->count + 1 pointers, to out, and its new text, plan->text bytes, to text. The
 * given array is not changed. Another thread may have changed it since it was measured: never more is written
 * than was measured. */
void envp_plan_fill(const struct envp_plan *plan, char **out, char *text);
