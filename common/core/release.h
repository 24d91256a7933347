// SPDX-License-Identifier: MIT
// The environment of a program that is released: as it would be without venvrun.
//
// It contains nothing of ours but VENVRUN=off. PATH loses the directory of the environment's programs,
// wherever it is in the list, and VIRTUAL_ENV is removed. A variable in VENVRUN_BEFORE (before.h) that still
// has the value that the runner set gets its old value; one that a program has changed since stays. If
// VIRTUAL_ENV gets an old value, that environment's bin directory replaces ours in PATH. Async-signal-safe.
#pragma once

#include <stdbool.h>

#include "common/core/envp_wish.h"
#include "common/core/policy.h"
#include "common/core/writer.h"

/* envp_plan_measure() and envp_plan_fill() where wish.is_released. */
bool release_measure(char *const *envp, const struct envp_wish *wish, struct envp_plan *ret);
void release_fill(const struct envp_plan *plan, char **out, char *text);

/* The environment that was active outside, and whose programs PATH has lost: as encoded in VENVRUN_BEFORE;
 * NULL where there is none. */
const char *release_outer(const struct policy *policy, char *const *envp);

enum release_fate { RELEASE_KEEPS, RELEASE_DROPS, RELEASE_CHANGES };

/* What a release makes of an entry by the policy alone, VENVRUN_BEFORE left aside. Writes the new entry where
 * it changes, and undefined bytes else. policy may be NULL. */
enum release_fate release_by_policy(struct writer *w, char *const *envp, const struct policy *policy,
	const char *entry);
