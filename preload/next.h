// SPDX-License-Identifier: MIT
// The next definition of each hooked symbol: libc's, or that of another interposer behind us.
#pragma once

enum hook {
#define HOOK(family, ret, name, ...) HOOK_##name,
#include "preload/hooks.def"
#undef HOOK
	HOOK_COUNT
};

/* Looks the exec family up, in the order in which the loader would search behind this library. Called when the process
 * starts; until then next_find() does it. Takes the loader's lock (dl_iterate_phdr(3)). */
void next_resolve(void);

/* The function, or NULL where the process has none: an old libc, or musl. Async-signal-safe for the exec family once
 * that is resolved; the other families are looked up when first asked for. */
void *next_find(enum hook id);
