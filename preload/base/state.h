// SPDX-License-Identifier: MIT
// The policy of this process, read once from the environment with which it was started.
#pragma once

#include "common/core/policy.h"

struct state {
	struct policy policy;
	const char *entry; /* "VENVRUN_POLICY=...", as it has to be in an environment */
};

/* The state. NULL where calls pass: there is no policy, it is malformed, or the environment has VENVRUN=off.
 * It works in zeroed memory, before any constructor, and is immutable afterwards. Async-signal-safe. */
const struct state *state_get(void);

/* From now on state_get() returns NULL. */
void state_disable(void);
