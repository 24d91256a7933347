// SPDX-License-Identifier: MIT
// The policy of this process.
#include "preload/base/state.h"

#include <stddef.h>
#include <string.h>

#include "common/core/envp.h"
#include "common/core/names.h"
#include "common/core/exec.h"
#include "preload/base/sys.h"

enum phase { PHASE_UNKNOWN, PHASE_BUSY, PHASE_ON, PHASE_OFF };

#define PREFIX POLICY_VARIABLE "="

/* The policy's entry as it came, then its text again, decoded in place. All that the library writes to fits
 * in the page of its relocations: a page more, or a mapping more for it, costs every process a tenth of its
 * start. A policy that is longer than nearly all, of long paths or many --keep, gets memory of its own. */
static struct {
	int phase;
	struct state state;
	char memory[1440];
} process;

extern char **environ __attribute__((weak));
extern void *__libc_stack_end __attribute__((weak)); /* glibc's loader: where the kernel has put argc */

char **state_environ(void)
{
	return &environ ? environ : NULL;
}

char **state_first_environ(void)
{
	if (!&__libc_stack_end || !__libc_stack_end)
		return NULL;
	char **argv = (char **)__libc_stack_end + 1;
	return argv + *(long *)__libc_stack_end + 1;
}

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
		/* Not environ, which a constructor before ours may have cleared. */
		char **envp = state_first_environ();
		if (!envp)
			envp = state_environ();
		if (!envp)
			return NULL; /* so early that libc has not set it up: ask again */
		/* One loads. Whoever comes meanwhile, a thread or a signal handler that a constructor before
		 * ours has started, passes through rather than waits. */
		if (!__atomic_compare_exchange_n(&process.phase, &now, PHASE_BUSY, 0, __ATOMIC_ACQUIRE,
			    __ATOMIC_ACQUIRE))
			return now == PHASE_ON ? &process.state : NULL;
		now = load(envp);
		__atomic_store_n(&process.phase, now, __ATOMIC_RELEASE);
	}
	return now == PHASE_ON ? &process.state : NULL;
}

const struct state *state_handed(const struct state *own, const char *nested, struct room *room)
{
	const size_t prefix = sizeof PREFIX - 1, length = nested ? strlen(nested) : 0;
	struct state *ret;

	if (!nested)
		return own;
	if (length >= prefix + POLICY_MAX || !(ret = room_take(room, sizeof *ret + length + 1)))
		return NULL;
	char *text = (char *)(ret + 1);
	ret->entry = nested;
	memcpy(text, nested, length);
	/* A string of the program's own may have become longer meanwhile. */
	text[length] = '\0';
	return policy_parse(text + prefix, &ret->policy) ? ret : NULL;
}

void state_disable(void)
{
	__atomic_store_n(&process.phase, PHASE_OFF, __ATOMIC_RELEASE);
}

struct envp_wish state_wish(const struct state *of)
{
	struct exec_io io = state_io();
	return envp_wish_of(&of->policy, &io, of->entry, policy_abi(&of->policy));
}

struct exec_io state_io(void)
{
	return (struct exec_io){.executable = sys_executable,
		.exists = sys_exists,
		.read = sys_read,
		.set_id = sys_set_id,
		.real = sys_real,
		.same = sys_same};
}
