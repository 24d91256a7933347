// SPDX-License-Identifier: MIT
// A process that is released, and that no call of ours has started.
#include "preload/leave.h"

#include <string.h>

#include "common/core/contract.h"
#include "common/core/exec.h"
#include "preload/sys.h"

/* In the array that is there, as main() has it too. It loses more than it gets, as a rule: else nothing is changed. */
static void rewrite(const struct policy *policy, char **envp)
{
	struct exec_io io = state_io();
	struct envp_wish wish = exec_wish(policy, &io, NULL, policy_abi(policy));
	struct envp_plan plan;
	size_t count = 0;

	wish.is_released = true;
	while (envp && envp[count])
		count++;
	if (!envp || !envp_measure(envp, &wish, &plan) || plan.count > count)
		return;
	char **memory = sys_memory((plan.count + 1) * sizeof *memory + plan.text);
	if (!memory)
		return;
	envp_fill(&plan, memory, (char *)(memory + plan.count + 1));
	memcpy(envp, memory, (plan.count + 1) * sizeof *memory);
}

void leave(const struct state *state)
{
	rewrite(&state->policy, state_environ());
	state_disable();
}

void leave_if_off(void)
{
	char **envp = state_environ();
	const char *value = envp_is_off(envp) ? envp_last(envp, POLICY_VARIABLE) : NULL;
	size_t size = value ? strlen(value) + 1 : 0;
	char *text = size && size <= POLICY_MAX ? sys_memory(size) : NULL;
	struct policy policy;

	if (!text)
		return;
	memcpy(text, value, size);
	if (policy_parse(text, &policy))
		rewrite(&policy, envp);
}
