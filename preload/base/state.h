// SPDX-License-Identifier: MIT
// The policy of this process, read once from the environment it was started with.
#pragma once

#include <stddef.h>

#include "common/core/envp_wish.h"
#include "common/core/io.h"
#include "common/core/policy.h"
#include "preload/base/room.h"

struct state {
	struct policy policy;
	const char *entry; /* "VENVRUN_POLICY=...", as it has to stand in an environment */
};

/* The state; NULL where calls pass through: there is no policy or a malformed one, or the environment says
 * VENVRUN=off. Valid from zeroed memory on, before any constructor; immutable once there.
 * Async-signal-safe. */
const struct state *state_get(void);

/* By what a program is looked at that is handed a policy: own where nested, what envp_nested() finds, is
 * NULL; else what that says, in the room. NULL where the library in that program will not take it, and pass
 * everything through: then so do we, and where the room has no more. Async-signal-safe. */
const struct state *state_handed(const struct state *own, const char *nested, struct room *room);

/* From now on, state_get() is NULL: the process must not be touched (AT_SECURE). */
void state_disable(void);

/* The environment that the process was started with, where the kernel has put it, right before the auxiliary
 * vector; NULL where the loader does not tell: musl's. */
char **state_first_environ(void);

/* The process's environ, NULL if libc has none yet. */
char **state_environ(void);

/* What the environment of a program of the runner's ABI should say, as /bin/sh is one. */
struct envp_wish state_wish(const struct state *state);

/* The io that goes with it (common/core/io.h), filled in at run time: pointers in initialised data would have
 * to be relocated in every process. */
struct exec_io state_io(void);
