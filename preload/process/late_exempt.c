// SPDX-License-Identifier: MIT
// The late redirect of a Python that is exempt.
#include "preload/process/late_exempt.h"

#include <limits.h>
#include <stddef.h>

#include "common/core/cmdline.h"
#include "common/core/env_bin.h"
#include "common/core/envp.h"
#include "common/core/exempt.h"
#include "common/core/path.h"
#include "common/core/release.h"
#include "common/core/search.h"
#include "preload/base/files.h"
#include "preload/process/emulator.h"
#include "preload/process/handed.h"
#include "preload/process/leave.h"
#include "preload/process/tracer.h"

/* Is the interpreter exempt, or what it runs? ENV's own, if it was asked for by its path, is only released
 * with its script. */
static enum exempt find_exempt(const struct started_python *python)
{
	const struct policy *policy = &python->state->policy;
	const struct initial_stack *stack = python->stack;
	const char *script = python->owner != OWNER_FOREIGN ? cmdline_python(stack->argv) : NULL;
	struct exec_io io = files_io();
	enum exempt exempt = script ? exempt_script(policy, &io, script) : EXEMPT_NOT;

	if (python->owner == OWNER_OURS && !started_python_is_bare(stack) && !exempt_is_released(exempt))
		return EXEMPT_NOT;
	if (!exempt && python->owner == OWNER_BASE)
		exempt = exempt_program(policy, &io, python->path, false);
	if (!exempt && stack->execfn)
		exempt = exempt_kept(policy, &io, stack->execfn, python->owner != OWNER_BASE);
	return exempt;
}

/* The Python to execute instead: for ENV's, the one to which its name leads without the environment, in room;
 * for another that would take itself for ENV's, itself by its path. NULL: none. */
static const char *find_other(const struct started_python *python, char room[PATH_MAX])
{
	const struct policy *policy = &python->state->policy;
	char *const *envp = python->stack->envp;
	const char *path = envp_get(envp, "PATH");
	struct exec_io io = files_io();

	if (!started_python_is_bare(python->stack))
		return NULL;
	if (python->owner == OWNER_OURS)
		return env_bin_search_past(policy, &io, release_outer(policy, envp),
			path ? path : SEARCH_DEFAULT, path_base(python->path), room, PATH_MAX);
	return started_python_knows_itself(python->state, python->stack) ? python->path : NULL;
}

static const char *why_exempt(enum exempt exempt)
{
	switch (exempt) {
	case EXEMPT_KEEP:
		return "it is exempt by --keep";
	case EXEMPT_KEEP_ONLY:
		return "it is exempt by --keep-only";
	case EXEMPT_MANAGER:
		return "it runs a package manager";
	case EXEMPT_SYSTEM:
	case EXEMPT_NOT:
		break;
	}
	return "it runs a script of a system package";
}

/* Not inlined: most Pythons are not exempt, and need no page of the stack for the buffer. */
static __attribute__((noinline)) bool run_exempt(const struct started_python *python, enum exempt exempt)
{
	char room[PATH_MAX];
	bool released = exempt_is_released(exempt);
	const char *other = find_other(python, room);

	if (!other && python->owner == OWNER_OURS && !released)
		return false;
	if (other && emulator_follows()) {
		struct envp_wish wish = handed_wish(python->state);
		wish.is_released = released;
		started_python_restart(python, other, wish);
	}
	tracer_unredirected(python->state, &python->version, why_exempt(exempt));
	if (released)
		leave(python->state);
	return true;
}

bool late_exempt(const struct started_python *python)
{
	enum exempt exempt = find_exempt(python);

	return exempt && run_exempt(python, exempt);
}
