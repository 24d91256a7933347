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

/* The families that are found when the process starts; the others are on the first call. */
enum { EARLY_exec = 1, EARLY_list = 0, EARLY_pidfd = 0, EARLY_actions = 0, EARLY_command = 0 };

static const bool early[HOOK_COUNT] = {
#define HOOK(family, ret, name, ...) EARLY_##family,
#include "preload/hooks.def"
#undef HOOK
};

enum progress { NONE_LOOKED_UP, EARLY_LOOKED_UP, ALL_LOOKED_UP };
static void *slots[HOOK_COUNT];
static int progress;

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

struct lookup {
	bool all;
	bool behind; /* the objects that are visited lie behind this library */
};

/* For each object behind this library: what it defines and nobody before it did. */
static int visit(struct dl_phdr_info *info, size_t size, void *ctx)
{
	struct object object;
	struct lookup *lookup = ctx;

	(void)size;
	if (!lookup->behind) {
		lookup->behind = holds(info, &names);
		return 0;
	}
	if (!object_open(info, &object))
		return 0;
	bool missing = false;
	for (unsigned id = 0; id < HOOK_COUNT; id++) {
		if (slots[id] || !(lookup->all || early[id]))
			continue;
		const char *name = (const char *)&names + offsets[id];
		void *found = object_find(&object, name);
		__atomic_store_n(&slots[id], found, __ATOMIC_RELAXED);
		missing |= !found;
	}
	return !missing;
}

static void look_up(bool all)
{
	struct lookup lookup = {.all = all};

	/* Threads that meet here store the same values. */
	objects_visit(visit, &lookup);
	__atomic_store_n(&progress, all ? ALL_LOOKED_UP : EARLY_LOOKED_UP, __ATOMIC_RELEASE);
}

void next_resolve(void)
{
	look_up(false);
}

void *next_find(enum hook id)
{
	int now = __atomic_load_n(&progress, __ATOMIC_ACQUIRE);

	if (now != ALL_LOOKED_UP && !(early[id] && now == EARLY_LOOKED_UP))
		look_up(!early[id]);
	return __atomic_load_n(&slots[id], __ATOMIC_RELAXED);
}
