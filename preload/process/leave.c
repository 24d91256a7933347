// SPDX-License-Identifier: MIT
// The release of this process.
#include "preload/process/leave.h"

#include <limits.h>
#include <string.h>

#include "common/core/env_bin.h"
#include "common/core/envp.h"
#include "common/core/envp_plan.h"
#include "common/core/names.h"
#include "common/core/path.h"
#include "common/core/search.h"
#include "common/core/str.h"
#include "preload/base/environ.h"
#include "preload/base/files.h"
#include "preload/base/sys.h"
#include "preload/process/initial_stack.h"

/* Writes to the given array, to which main() has a pointer. As a rule it gets shorter; if it would get
 * longer, nothing changes. */
static void rewrite(const struct policy *policy, char **envp)
{
	struct exec_io io = files_io();
	struct envp_wish wish = envp_wish_of(policy, &io, NULL, policy_abi(policy));
	struct envp_plan plan;
	size_t count = 0;

	wish.is_released = true;
	while (envp && envp[count])
		count++;
	if (!envp || !envp_plan_measure(envp, &wish, &plan) || plan.count > count)
		return;
	char **memory = sys_memory((plan.count + 1) * sizeof *memory + plan.text);
	if (!memory)
		return;
	envp_plan_fill(&plan, memory, (char *)(memory + plan.count + 1));
	memcpy(envp, memory, (plan.count + 1) * sizeof *memory);
}

void leave(const struct state *state)
{
	rewrite(&state->policy, environ_now());
	state_disable();
}

/* Executes the file to which the name leads without ENV/bin. If there is none, ENV's own gets its path as
 * argv[0]. */
static void execute_other(const struct policy *policy, const char *file, char **argv, char **envp)
{
	const char *path = envp_get(envp, "PATH"), *base = path_base(file);
	struct exec_io io = files_io();

	if (!env_bin_contains(policy, file) || !str_equal(argv[0], base))
		return;
	char *room = sys_memory(PATH_MAX);
	const char *other = room
		? env_bin_search_past(policy, &io, NULL, path ? path : SEARCH_DEFAULT, base, room, PATH_MAX)
		: NULL;
	if (other)
		sys_execve(other, argv, envp);
	if (room)
		sys_release(room, PATH_MAX);
	argv[0] = (char *)file;
}

void leave_if_off(int argc, char **argv, char **given)
{
	char **envp = environ_now();
	struct initial_stack stack = {.execfn = NULL};
	bool found = argc > 0 && initial_stack_given(argc, argv, given, &stack);
	const char *value = envp_is_off(envp) ? envp_last(envp, POLICY_VARIABLE) : NULL;
	size_t size = value ? strlen(value) + 1 : 0;
	char *text = size && size <= POLICY_MAX ? sys_memory(size) : NULL;
	struct policy policy;

	if (!text)
		return;
	memcpy(text, value, size);
	if (!policy_parse(text, &policy))
		return;
	rewrite(&policy, envp);
	if (found && stack.execfn)
		execute_other(&policy, stack.execfn, argv, envp);
}
