// SPDX-License-Identifier: MIT
// The policy of this process.
#include "preload/base/state.h"

#include <stddef.h>
#include <string.h>

#include "common/core/envp.h"
#include "common/core/names.h"
#include "preload/base/environ.h"
#include "preload/base/sys.h"

enum phase { PHASE_UNKNOWN, PHASE_BUSY, PHASE_ON, PHASE_OFF };

#define PREFIX POLICY_VARIABLE "="

/* The memory holds the policy's entry as it came, and then its text again, decoded in place. All that the
 * library writes fits in the page of its relocations: one more page, or a mapping for it, costs every process
 * a tenth of its start. A policy that is unusually long, with long paths or many --keep, gets memory of its
 * own. */
static struct {
	int phase;
	struct state state;
	char memory[1440];
} process;

static enum phase load(char *const *envp)
{
	const char *value = envp_last(envp, POLICY_VARIABLE);
	size_t size = value ? strlen(value) + 1 : 0, prefix = sizeof PREFIX - 1, need = prefix + 2 * size;

	if (!size || size > POLICY_MAX || envp_is_off(envp))
		return PHASE_OFF;
	char *memory = need <= sizeof process.memory ? process.memory : sys_memory(need);
	if (!memory)
		return PHASE_OFF;
	char *text = memory + prefix + size;
	memcpy(memory, PREFIX, prefix);
	memcpy(memory + prefix, value, size);
	memcpy(text, value, size);
	process.state.entry = memory;
	return policy_parse(text, &process.state.policy) ? PHASE_ON : PHASE_OFF;
}

const struct state *state_get(void)
{
	int now = __atomic_load_n(&process.phase, __ATOMIC_ACQUIRE);

	if (now == PHASE_UNKNOWN) {
		/* Not environ: a constructor before ours may have cleared it. */
		char **envp = environ_first();
		if (!envp)
			envp = environ_now();
		if (!envp)
			return NULL; /* libc has not set it up yet: try again later */
		/* One call loads the policy. Calls meanwhile, of a thread or a signal handler that an earlier
		 * constructor has started, pass and do not wait. */
		if (!__atomic_compare_exchange_n(&process.phase, &now, PHASE_BUSY, 0, __ATOMIC_ACQUIRE,
			    __ATOMIC_ACQUIRE))
			return now == PHASE_ON ? &process.state : NULL;
		now = load(envp);
		__atomic_store_n(&process.phase, now, __ATOMIC_RELEASE);
	}
	return now == PHASE_ON ? &process.state : NULL;
}

void state_disable(void)
{
	__atomic_store_n(&process.phase, PHASE_OFF, __ATOMIC_RELEASE);
}
