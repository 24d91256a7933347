// SPDX-License-Identifier: MIT
// The policy of one run, made from the environment and the options.
#include "runner/policy.h"

#include <stdlib.h>
#include <string.h>

#include "common/core/contract.h"
#include "common/tool/die.h"
#include "common/tool/text.h"

int policy_make(const struct env *env, const char *lib, enum interp_match match, struct policy *ret,
	char **ret_entry, char **ret_why)
{
	static const char name[] = POLICY_VARIABLE "=";
	size_t prefix = sizeof(name) - 1;
	struct policy policy = {
		.env = env->root,
		.python = env->python,
		.lib = lib,
		.major = env->major,
		.minor = env->minor,
		.match = match,
	};
	size_t size = policy_format(NULL, 0, &policy);

	if (size > POLICY_MAX) {
		*ret_why = text_format("the policy for this environment takes %zu bytes, and the "
				       "library takes %d at most: "
				       "the paths of the environment and of the library are too "
				       "long; move one of them "
				       "to a shorter path",
			size, POLICY_MAX);
		return -1;
	}
	char *entry = need(malloc(prefix + size));
	memcpy(entry, name, prefix);
	policy_format(entry + prefix, size, &policy);
	*ret = policy;
	*ret_entry = entry;
	return 0;
}
