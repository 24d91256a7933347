// SPDX-License-Identifier: MIT
// What --trace tells of this process. Without it, each of these is a load and a branch.
//
// An event is one write, by system calls alone: errno, the heap and locks are left alone, and what cannot be
// written is lost in silence. A pipe that is full is waited for a tenth of a second, for whoever never reads
// it; one that nobody reads any more is not written to, as SIGPIPE would come of it. Async-signal-safe,
// vfork-safe; needs some 700 bytes of stack.
#pragma once

#include <stdbool.h>

#include "common/core/exec.h"
#include "common/core/interp.h"
#include "preload/base/next.h"
#include "preload/base/state.h"

#define TRACED(state) __builtin_expect((state)->policy.trace != NULL, 0)

/* A call of id is about to execute what plan says, or, if as_is, the request's file itself. What is not
 * there, as most of what a search of its own tries, is not told. Returns whether it was told, and with it
 * whether a failure should be. */
bool tracer_exec_told(const struct state *state, enum hook id, const struct exec_request *request,
	const struct exec_plan *plan, bool as_is);
static inline bool tracer_exec(const struct state *state, enum hook id, const struct exec_request *request,
	const struct exec_plan *plan, bool as_is)
{
	return TRACED(state) && tracer_exec_told(state, id, request, plan, as_is);
}

/* The call made a process: pid, or, of a pidfd_spawn, its descriptor. */
void tracer_spawned(const struct state *state, enum hook id, const char *file, int pid);

/* The call came back: file was not executed. */
void tracer_failed(const struct state *state, enum hook id, const char *file, int error);

/* A shell is about to be executed for a command, which may be a null or a bad pointer. */
void tracer_command(const struct state *state, enum hook id, const char *command);

/* The late redirect: this process, a Python of that version, was started as file with argv and is about to
 * execute python; and that failed. */
void tracer_restart(const struct state *state, const struct interp *version, const char *file,
	char *const *argv, const char *python);
/* And that it goes on as file, because of escape. */
void tracer_stays(const struct state *state, const struct interp *version, const char *file,
	enum exec_escape escape);
void tracer_restart_failed(const struct state *state, const char *python, int error);

/* This process has a Python, and its paths are redirected from now on; or are not, because of why. */
#define TRACE_VERSION "" /* its version is not the environment's */
void tracer_redirected(const struct state *state);
void tracer_unredirected(const struct state *state, const struct interp *version, const char *why);

/* A path is taken for another one, or hidden where meant is NULL. Told in a file only: a line each would
 * drown the rest. */
void tracer_path_told(const struct state *state, const char *path, const char *meant);
static inline void tracer_path(const struct state *state, const char *path, const char *meant)
{
	if (TRACED(state))
		tracer_path_told(state, path, meant);
}
