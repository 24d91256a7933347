// SPDX-License-Identifier: MIT
// The next definition of each hooked symbol: libc's, or that of another interposer after this library.
// Async-signal-safe, vfork-safe.
#pragma once

#include <stddef.h>

enum hook {
#define HOOK(family, ret, name, ...) HOOK_##name,
#include "preload/hooks.def"
#undef HOOK
	HOOK_COUNT
};

/* The function; NULL: the process has none, as with an old libc, or musl. It is looked up on the first call,
 * in the order in which the loader would search the libraries after this one (linkmap.h), and then
 * remembered. */
extern void *next_slots[HOOK_COUNT];
void *next_look_up(enum hook id);

static inline void *next_find(enum hook id)
{
	void *known = __atomic_load_n(&next_slots[id], __ATOMIC_RELAXED);

	return __builtin_expect(known != NULL, 1) ? known : next_look_up(id);
}

/* The name of the function. */
const char *next_name(enum hook id);

/* A function that is not hooked. It is looked up on each call; NULL: there is none. */
void *next_find_other(const char *name);
