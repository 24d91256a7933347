// SPDX-License-Identifier: MIT
// LD_PRELOAD in a 32-bit process below a 64-bit runner.
#include "preload/process/ld_preload32.h"

#include <string.h>

#include "common/core/envp.h"
#include "common/core/names.h"
#include "common/core/preload_list.h"
#include "preload/base/environ.h"

void ld_preload32(const struct state *state)
{
	const char *own = state->policy.lib32, *other = state->policy.lib;

	if (ABI_OURS == policy_abi(&state->policy) || !own || strlen(other) > strlen(own))
		return;
	size_t n = strlen(own), used = strlen(other);
	char *list = (char *)envp_last(environ_now(), PRELOAD_VARIABLE);
	while (list && *list) {
		size_t length = preload_list_component(list);
		if (length == n && !memcmp(list, own, n)) {
			memcpy(list, other, used);
			/* ld.so skips empty components. */
			memset(list + used, ':', n - used);
		}
		list += length;
		list += *list != '\0';
	}
}
