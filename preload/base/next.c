// SPDX-License-Identifier: MIT
// The next definition of each hooked symbol, found by walking the loaded objects.
//
// Not with dlsym(3): before glibc 2.34 it lives in libdl, which dash and many others do not load, and it may
// allocate. Not with dl_iterate_phdr(3): it takes the loader's lock, and others interpose it.
#include "preload/base/next.h"

#include <stddef.h>
#include <stdint.h>

#include "preload/base/elf_object.h"
#include "preload/base/linkmap.h"
#include "preload/base/readable.h"

/* One object without pointers: the loader has nothing to relocate when a process starts. */
static const struct names {
#define HOOK(family, ret, name, ...) char name[sizeof #name];
#include "preload/hooks.def"
#undef HOOK
} names = {
#define HOOK(family, ret, name, ...) #name,
#include "preload/hooks.def"
#undef HOOK
};

static const uint16_t offsets[HOOK_COUNT] = {
#define HOOK(family, ret, name, ...) offsetof(struct names, name),
#include "preload/hooks.def"
#undef HOOK
};

const char *next_name(enum hook id)
{
	return (const char *)&names + offsets[id];
}

void *next_slots[HOOK_COUNT];

void *next_find_other(const char *name)
{
	struct linkmap linkmap = linkmap_behind();
	struct loaded loaded;

	while (linkmap_step(&linkmap, &loaded)) {
		struct elf_object object;
		/* A late object that defines what the program calls is not unmapped; others may be. */
		if (loaded.is_late && !readable_bytes(loaded.address.dynamic, sizeof *loaded.address.dynamic))
			continue;
		void *found = elf_object_open(loaded.address, &object) ? elf_object_find(&object, name)
								       : NULL;
		if (found)
			return found;
	}
	return NULL;
}

void *next_look_up(enum hook id)
{
	void *found = next_find_other(next_name(id));

	/* Threads that meet here store the same value. */
	if (found)
		__atomic_store_n(&next_slots[id], found, __ATOMIC_RELAXED);
	return found;
}
