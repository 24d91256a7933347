// SPDX-License-Identifier: MIT
// The events of this process for --trace. Without a trace, each call is a load and a branch.
// Async-signal-safe, vfork-safe.
#pragma once

#include <stdbool.h>

#include "common/core/exec_plan.h"
#include "common/core/interp.h"
#include "preload/base/next.h"
#include "preload/base/state.h"

#define TRACED(state) __builtin_expect((state)->policy.trace != NULL, 0)

/* The hooked function id is about to execute what plan has; with as_is, the request's file. A file that does
 * not exist, as most candidates of a search, is not traced. Returns whether the call is traced, so that its
 * failure has to be. */
bool tracer_exec_traced(const struct state *state, enum hook id, const struct exec_request *request,
	const struct exec_plan *plan, bool as_is);
static inline bool tracer_exec(const struct state *state, enum hook id, const struct exec_request *request,
	const struct exec_plan *plan, bool as_is)
{
	return TRACED(state) && tracer_exec_traced(state, id, request, plan, as_is);
}

/* A traced call made a process: pid, or, of a pidfd_spawn, its descriptor. */
void tracer_spawned(const struct state *state, enum hook id, const char *file, int pid);

/* A traced call failed with error, an errno. */
void tracer_failed(const struct state *state, enum hook id, const char *file, int error);

/* A shell is about to be executed for a command, which may be a null or a bad pointer. */
void tracer_command(const struct state *state, enum hook id, const char *command);

/* The late redirect: this process, a Python of that version, was started as file with argv. It is about to
 * execute python; or that failed; or it continues as it is because of escape. */
void tracer_restart(const struct state *state, const struct interp *version, const char *file,
	char *const *argv, const char *python);
void tracer_restart_failed(const struct state *state, const char *python, int error);
void tracer_stays(const struct state *state, const struct interp *version, const char *file,
	enum exec_escape escape);

/* This process has a Python. Its paths are translated from now on; or they are not, because of why. */
#define TRACE_VERSION "" /* its version is not the environment's */
void tracer_redirected(const struct state *state);
void tracer_unredirected(const struct state *state, const struct interp *version, const char *why);

/* A path is translated; or hidden, where translated is NULL. Only written to a file: on standard error these
 * lines would be too many. */
void tracer_path_traced(const struct state *state, const char *path, const char *translated);
static inline void tracer_path(const struct state *state, const char *path, const char *translated)
{
	if (TRACED(state))
		tracer_path_traced(state, path, translated);
}
