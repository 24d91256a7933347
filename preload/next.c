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

/* The family that is found when the process starts; the others are one by one on the first call. */
enum {
	EARLY_exec = 1,
	EARLY_list = 0,
	EARLY_pidfd = 0,
	EARLY_actions = 0,
	EARLY_command = 0,
	EARLY_path = 0,
	EARLY_template = 0,
	EARLY_tree = 0,
	EARLY_load = 0,
	EARLY_listing = 0,
};

static const bool early[HOOK_COUNT] = {
#define HOOK(family, ret, name, ...) EARLY_##family,
#include "preload/hooks.def"
#undef HOOK
};

const char *next_name(enum hook id)
{
	return (const char *)&names + offsets[id];
}

void *next_slots[HOOK_COUNT];
static bool resolved; /* the early ones */

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
	enum hook from, to; /* those that are looked for: this one, up to that */
	bool is_behind; /* the objects that are visited lie behind this library */
};

/* For each object behind this library: what it defines and nobody before it did. */
static int visit(struct dl_phdr_info *info, size_t size, void *ctx)
{
	struct object object;
	struct lookup *lookup = ctx;

	(void)size;
	if (!lookup->is_behind) {
		lookup->is_behind = holds(info, &names);
		return 0;
	}
	if (!object_open(info, &object))
		return 0;
	bool missing = false;
	for (unsigned id = lookup->from; id < lookup->to; id++) {
		if (next_slots[id] || (lookup->to - lookup->from > 1 && !early[id]))
			continue;
		void *found = object_find(&object, next_name(id));
		/* Threads that meet here store the same value. */
		__atomic_store_n(&next_slots[id], found, __ATOMIC_RELAXED);
		missing |= !found;
	}
	return !missing;
}

void next_resolve(void)
{
	struct lookup lookup = {.from = 0, .to = HOOK_COUNT};

	objects_visit(visit, &lookup);
	__atomic_store_n(&resolved, true, __ATOMIC_RELEASE);
}

void *next_look_up(enum hook id)
{
	struct lookup lookup = {.from = id, .to = id + 1};

	if (!early[id])
		objects_visit(visit, &lookup);
	else if (!__atomic_load_n(&resolved, __ATOMIC_ACQUIRE))
		next_resolve();
	return __atomic_load_n(&next_slots[id], __ATOMIC_RELAXED);
}

struct other {
	const char *name;
	void *found;
};

static int visit_for_other(struct dl_phdr_info *info, size_t size, void *ctx)
{
	struct object object;
	struct other *other = ctx;

	(void)size;
	if (object_open(info, &object))
		other->found = object_find(&object, other->name);
	return other->found != NULL;
}

void *next_find_other(const char *name)
{
	struct other other = {.name = name};

	objects_visit(visit_for_other, &other);
	return other.found;
}
