// SPDX-License-Identifier: MIT
// The late redirect, for what no exec hook saw: a static parent, a raw system call, a descriptor.
#include "preload/process/late_redirect.h"

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "common/core/exempt.h"
#include "common/core/introspection.h"
#include "common/core/path.h"
#include "common/core/reachable.h"
#include "preload/base/files.h"
#include "preload/base/sys.h"
#include "preload/process/emulator.h"
#include "preload/process/handed.h"
#include "preload/process/late_exempt.h"
#include "preload/process/leave.h"
#include "preload/process/origin.h"
#include "preload/process/python.h"
#include "preload/process/self_comm.h"
#include "preload/process/started_python.h"
#include "preload/process/strict.h"
#include "preload/process/tracer.h"

#define STATUS_REFUSED 126 /* a shell's status for a program that cannot be executed */

/* The path by which this interpreter looks for its environment, and whether its name is that of an
 * interpreter, in *ret. Python uses argv[0] if that is a path. For a script, and through the loader ("ld.so
 * /usr/bin/python3"), argv[0] is the interpreter's, while the file is the script or the loader. */
static const char *started_as(const struct initial_stack *stack, bool *ret_is_named, struct interp *ret)
{
	const char *arg0 = stack->argv[0] ? stack->argv[0] : "", *file = stack->execfn ? stack->execfn : arg0;

	*ret_is_named = true;
	if (path_dir_len(arg0) && interp_parse(path_base(arg0), ret))
		return arg0;
	*ret_is_named = interp_parse(path_base(file), ret);
	return file;
}

/* Why a Python that is not ENV's stays as it is; NULL: it does not. */
static const char *why_unchanged(const struct started_python *python)
{
	const struct policy *policy = &python->state->policy;
	const struct interp *version = &python->version;

	if (python->owner == OWNER_FOREIGN)
		return "it belongs to another environment";
	if (!interp_agrees(version, policy->match, policy->major, policy->minor))
		return version->minor < 0 ? "--match excludes its name" : TRACE_VERSION;
	if (introspection_is(python->stack->argv))
		return "it is a query of the interpreter about itself";
	return NULL;
}

/* ENV's interpreter cannot replace this one. A strict policy ends the process before it has done anything, as
 * no hook refused to start it. */
static void give_up(const struct started_python *python, enum exec_escape escape)
{
	if (!python->state->policy.strict)
		return;
	strict_refuse_file(python->path, escape);
	sys_call(SYS_exit_group, STATUS_REFUSED, 0, 0, 0, 0, 0);
}

static bool is_reachable(const struct started_python *python)
{
	_Alignas(void *) char buf[REACHABLE_ROOM];
	struct exec_io io = files_io();

	return !reachable_environment(&python->state->policy, &io, buf, sizeof buf);
}

/* Does this process stay the Python that it is? */
static bool stays(const struct started_python *python)
{
	const char *why = why_unchanged(python);

	if (!why && is_reachable(python))
		return false;
	tracer_unredirected(python->state, &python->version,
		why ? why : exec_escape_name(ESCAPE_UNREACHABLE));
	if (!why)
		give_up(python, ESCAPE_UNREACHABLE);
	return true;
}

/* Executes ENV's interpreter: for a base interpreter, and for ENV's own if it would not find its
 * environment. */
static void execute_environment(const struct started_python *python)
{
	const struct state *state = python->state;
	bool ours = python->owner == OWNER_OURS;
	char room[256], now[COMM_MAX + 1];
	struct exec_io io = files_io();
	struct envp_wish wish = handed_wish(state);
	const char *file = ours ? python->path
				: comm_interpreter(&state->policy, &io, python->path, room, sizeof room);

	self_comm_get(now);
	wish.is_python = !ours;
	wish.name = comm_name(now, file);
	started_python_restart(python, file, wish);
}

/* Not inlined: late_redirect() runs in every process, and these buffers would cost it one more page of the
 * stack. */
static __attribute__((noinline)) enum redirect_host redirect_python(const struct state *state,
	const struct initial_stack *stack, const char *given, struct interp version)
{
	char room[PATH_MAX];
	/* Valgrind has argv[0] as it was given, without the directory in which it was found. */
	const char *path = origin_find(given, !path_dir_len(given) && emulator_runs(), stack->envp, room);
	struct started_python python = {
		.state = state,
		.stack = stack,
		.path = path ? path : given,
		.version = version,
	};
	python.owner = started_python_owner(state, python.path);
	bool ours = python.owner == OWNER_OURS;

	if (late_exempt(&python))
		return HOST_OTHER;
	if (ours && started_python_knows_itself(state, stack))
		return HOST_ENVIRONMENT;
	if (!ours && stays(&python))
		return HOST_OTHER;
	if (emulator_follows()) {
		execute_environment(&python);
	} else {
		tracer_stays(state, &version, python.path, ESCAPE_EMULATED);
		give_up(&python, ESCAPE_EMULATED);
	}
	return ours ? HOST_ENVIRONMENT : HOST_PROGRAM;
}

/* Is this program, which is no Python, to be released with all that it starts? Hooks release what they
 * start. */
static bool is_released(const struct state *state, const struct initial_stack *stack)
{
	const char *file = stack->by_loader ? stack->argv[0] : stack->execfn;
	struct exec_io io = files_io();

	return file && exempt_is_released(exempt_program(&state->policy, &io, file, false));
}

enum redirect_host late_redirect(int argc, char **argv, char **envp)
{
	const struct state *state = state_get();
	struct initial_stack stack;
	struct interp name, version;
	bool is_named;

	if (!state || !initial_stack_find(argc, argv, envp, &stack))
		return HOST_PROGRAM;
	if (stack.secure) {
		state_disable();
		return HOST_OTHER;
	}
	const char *given = started_as(&stack, &is_named, &name);
	if (!python_is_running(state, given, stack.by_loader, &version)) {
		if (is_released(state, &stack))
			leave(state);
		return HOST_PROGRAM;
	}
	return redirect_python(state, &stack, given, is_named ? name : version);
}
