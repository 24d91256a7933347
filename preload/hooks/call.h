// SPDX-License-Identifier: MIT
// A call that executes a program: what the hooks of the exec and spawn families have in common.
// Async-signal-safe, vfork-safe. See exec_hooks.c for what such a hook does.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/core/exec_plan.h"
#include "common/core/io.h"
#include "preload/base/next.h"
#include "preload/base/room.h"
#include "preload/base/state.h"

/* The bytes for a call in the frame of its hook: an environment of some forty variables, and what a look at a
 * program needs. */
enum { CALL_ROOM = 1088 };

struct call {
	enum hook id; /* the function that was called, for the trace */
	struct exec_request request;
	bool searches; /* request.search is to become PATH, as execvp(3) reads it */
	bool as_is;    /* the file is executed even if another should be: only the environment can change */

	/* by call_decide() */
	const struct state *state;
	struct exec_plan plan;
	size_t size;    /* bytes that exec_fill() needs */
	bool is_traced; /* the call is in the trace, and a failure has to be */
};

/* Decides. request.envp becomes a copy in the room (environ_copy()). False: the call passes with the
 * arguments of the request, because there is no policy, the program's library would reject its policy, a
 * pointer cannot be read, which the kernel reports, or the room is full. */
bool call_decide(struct call *call, struct room *room, const struct exec_io *io);

/* The arguments to execute. False: the request's own. */
bool call_fill(const struct call *call, struct room *room, struct exec_call *ret);

/* Writes to the trace that file was not executed. */
void call_failed(const struct call *call, const char *file, int error);
