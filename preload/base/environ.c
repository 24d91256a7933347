// SPDX-License-Identifier: MIT
// The environment of this process.
#include "preload/base/environ.h"

#include <stddef.h>
#include <stdint.h>

#include "common/core/envp.h"
#include "preload/base/readable.h"
#include "preload/base/sys.h"

extern char **environ __attribute__((weak));
extern void *__libc_stack_end __attribute__((weak)); /* glibc's loader: where the kernel has put argc */

char **environ_now(void)
{
	return &environ ? environ : NULL;
}

char **environ_first(void)
{
	if (!&__libc_stack_end || !__libc_stack_end)
		return NULL;
	char **argv = (char **)__libc_stack_end + 1;
	return argv + *(long *)__libc_stack_end + 1;
}

const char *environ_get(const char *name)
{
	uintptr_t known = UINTPTR_MAX, known_text = UINTPTR_MAX;

	for (char *const *envp = environ_now(); envp && readable_page(&known, envp); envp++) {
		const char *entry = *envp;
		if (!entry || !readable_next_string(&known_text, entry))
			break;
		const char *value = envp_value(entry, name);
		if (value)
			return value;
	}
	return NULL;
}

/* Entries: an array with more of them is environ, or only its owner can have made it. */
#define MOST ((size_t)64 * 1024 / sizeof(char *))

/* The number of entries to copy; 0: the array stays. */
static size_t count_of(char *const *envp)
{
	uintptr_t known = UINTPTR_MAX;
	size_t n = 0, most = envp == environ_now() ? SIZE_MAX : MOST;

	for (; envp && n <= most && readable_page(&known, envp + n); n++)
		if (!envp[n])
			return sys_fits(n * sizeof *envp) ? n : 0;
	return 0;
}

bool environ_copy(struct room *room, char *const **envp)
{
	uintptr_t known = UINTPTR_MAX;
	char *const *from = *envp;
	size_t count = count_of(from), n = 0;
	char **memory = count ? room_take(room, (count + 1) * sizeof *memory) : NULL;

	if (!memory)
		return !count;
	/* Each page is asked for again: it may have been unmapped since it was counted. */
	for (; n < count && readable_page(&known, from + n); n++) {
		memory[n] = *(char *const volatile *)(from + n);
		if (!memory[n])
			break;
	}
	memory[n] = NULL;
	*envp = memory;
	return true;
}
