// SPDX-License-Identifier: MIT
// The policy of a program that this process starts.
#include "preload/process/handed.h"

#include <string.h>

#include "common/core/envp.h"
#include "common/core/envp_plan.h"
#include "common/core/names.h"
#include "preload/base/files.h"
#include "preload/base/sys.h"

#define PREFIX POLICY_VARIABLE "="

const struct state *handed_state(const struct state *own, char *const *envp, struct room *room)
{
	const char *nested = envp_nested(envp, own->entry);
	const size_t prefix = sizeof PREFIX - 1, length = nested ? strlen(nested) : 0;
	struct state *ret;

	if (!nested)
		return own;
	if (length >= prefix + POLICY_MAX || !(ret = room_take(room, sizeof *ret + length + 1)))
		return NULL;
	char *text = (char *)(ret + 1);
	ret->entry = nested;
	memcpy(text, nested, length);
	/* Another thread may have made the string longer since. */
	text[length] = '\0';
	return policy_parse(text + prefix, &ret->policy) ? ret : NULL;
}

struct envp_wish handed_wish(const struct state *state)
{
	struct exec_io io = files_io();

	return envp_wish_of(&state->policy, &io, state->entry, policy_abi(&state->policy));
}

char **handed_environ(struct room *room, const struct envp_plan *plan)
{
	size_t pointers = (plan->count + 1) * sizeof(char *), size = pointers + plan->text;
	char **ret = sys_fits(size) ? room_take(room, size) : NULL;

	if (ret)
		envp_plan_fill(plan, ret, (char *)ret + pointers);
	return ret;
}
