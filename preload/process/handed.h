// SPDX-License-Identifier: MIT
// What a program that this process starts is handed: a policy, and an environment. Async-signal-safe,
// vfork-safe.
#pragma once

#include "common/core/envp_wish.h"
#include "preload/base/room.h"
#include "preload/base/state.h"

/* The state by which a program with this environment will work: own, or, if envp_nested() finds another
 * policy there, that one's, in the room. NULL: the library in that program will reject its policy and pass
 * all calls, so the call that starts it passes, too; or the room is full. */
const struct state *handed_state(const struct state *own, char *const *envp, struct room *room);

/* The wish for a program of the runner's ABI, as /bin/sh is one. */
struct envp_wish handed_wish(const struct state *state);

/* The environment of a plan, in the room. NULL: it is more than the kernel takes, or the room is full. */
char **handed_environ(struct room *room, const struct envp_plan *plan);
