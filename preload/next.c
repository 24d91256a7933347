// SPDX-License-Identifier: MIT
// The next definition of each hooked symbol, found by walking the loaded objects.
//
// Not with dlsym(3): before glibc 2.34 it lives in libdl, which dash and many others do not load, and it may allocate.
#include "preload/next.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "preload/object.h"

/* One object without pointers in it: nothing for the loader to relocate when a process starts. */
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

static void *slots[HOOK_COUNT];
static bool resolved;

static bool holds(const struct dl_phdr_info *info, const void *address)
{
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
		ElfW(Addr) start = info->dlpi_addr + segment->p_vaddr;
		if (segment->p_type == PT_LOAD && (ElfW(Addr))address - start < segment->p_memsz)
			return true;
	}
	return false;
}

/* For each object behind this library: what it defines and nobody before it did. */
static int visit(struct dl_phdr_info *info, size_t size, void *seen)
{
	struct object object;
	bool *behind = seen;

	(void)size;
	if (!*behind) {
		*behind = holds(info, &names);
		return 0;
	}
	if (!object_open(info, &object))
		return 0;
	bool missing = false;
	for (unsigned id = 0; id < HOOK_COUNT; id++) {
		if (slots[id])
			continue;
		const char *name = (const char *)&names + offsets[id];
		void *found = object_find(&object, name);
		__atomic_store_n(&slots[id], found, __ATOMIC_RELAXED);
		missing |= !found;
	}
	return !missing;
}

void next_resolve(void)
{
	bool behind = false;

	/* Threads that meet here store the same values. */
	objects_visit(visit, &behind);
	__atomic_store_n(&resolved, true, __ATOMIC_RELEASE);
}

void *next_find(enum hook id)
{
	if (!__atomic_load_n(&resolved, __ATOMIC_ACQUIRE))
		next_resolve();
	return __atomic_load_n(&slots[id], __ATOMIC_RELAXED);
}
