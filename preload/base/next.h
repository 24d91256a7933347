// SPDX-License-Identifier: MIT
// The next definition of each hooked symbol: libc's, or that of another interposer behind us.
#pragma once

#include <stddef.h>

enum hook {
#define HOOK(family, ret, name, ...) HOOK_##name,
#include "preload/hooks.def"
#undef HOOK
	HOOK_COUNT
};

/* The function, or NULL where the process has none: an old libc, or musl. It is looked up when it is first
 * asked for, in the order in which the loader would search behind this library (linkmap.h), and then
 * remembered. Async-signal-safe, vfork-safe. */
extern void *next_slots[HOOK_COUNT];
void *next_look_up(enum hook id);

static inline void *next_find(enum hook id)
{
	void *known = __atomic_load_n(&next_slots[id], __ATOMIC_RELAXED);

	return __builtin_expect(known != NULL, 1) ? known : next_look_up(id);
}

/* What the function is called. */
const char *next_name(enum hook id);

/* A function that is not hooked, found in the same way each time; NULL: there is none. */
void *next_find_other(const char *name);
