// SPDX-License-Identifier: MIT
// Variables in an environment.
#include "common/core/envp.h"

#include <stddef.h>

#include "common/core/names.h"
#include "common/core/policy.h"
#include "common/core/str.h"

const char *envp_value(const char *entry, const char *name)
{
	while (*name && *entry == *name)
		entry++, name++;
	return *name || *entry != '=' ? NULL : entry + 1;
}

const char *envp_get(char *const *envp, const char *name)
{
	for (; envp && *envp; envp++) {
		const char *value = envp_value(*envp, name);
		if (value)
			return value;
	}
	return NULL;
}

const char *envp_last(char *const *envp, const char *name)
{
	const char *last = NULL;

	for (; envp && *envp; envp++) {
		const char *value = envp_value(*envp, name);
		if (value)
			last = value;
	}
	return last;
}

const char *envp_nested(char *const *envp, const char *ours)
{
	const char *last = NULL;

	for (; envp && *envp; envp++) {
		const char *value = envp_value(*envp, POLICY_VARIABLE);
		if (!value)
			continue;
		if (str_equal(*envp, ours))
			last = NULL;
		else if (policy_check(value))
			last = *envp;
	}
	return last;
}

bool envp_is_off(char *const *envp)
{
	const char *value = envp_get(envp, OFF_VARIABLE);

	return value && str_equal(value, OFF_VALUE);
}
