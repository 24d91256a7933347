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

/* The families that are found when the process starts; the others are one by one on the first call. */
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

/* So many, and these rows come first: to look at all of them for each object would take as long as the search. */
enum {
	EARLY = 0
#define HOOK(family, ret, name, ...) +EARLY_##family
#include "preload/hooks.def"
#undef HOOK
};
#define HOOK(family, ret, name, ...) _Static_assert(EARLY_##family == ((int)HOOK_##name < (int)EARLY), "early rows come first");
#include "preload/hooks.def"
#undef HOOK

const char *next_name(enum hook id)
{
	return (const char *)&names + offsets[id];
}

void *next_slots[HOOK_COUNT];

/* The objects behind this library, up to libc: those that the process was started with, which stay. While they are few, the
 * early functions are found in them one by one, too, but without the loader: nine look-ups are a third of what the library
 * does in a process that starts, and most never execute anything. */
enum { FEW = 4 };
static struct object_place behind[FEW];
static unsigned char phase; /* what is known: nothing; that they are few; all early ones */
enum { PHASE_UNKNOWN, PHASE_FEW, PHASE_RESOLVED };

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
	unsigned from, to; /* those that are looked for: this one, up to that */
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
		if (next_slots[id])
			continue;
		void *found = object_find(&object, next_name(id));
		/* Threads that meet here store the same value. */
		__atomic_store_n(&next_slots[id], found, __ATOMIC_RELAXED);
		missing |= !found;
	}
	return !missing;
}

struct keeping {
	unsigned count;
	bool is_behind, is_done;
};

/* Keeps each object behind this library up to the one that defines execve, libc as a rule: what a constructor before ours
 * has loaded, and may unload, lies behind that. */
static int keep(struct dl_phdr_info *info, size_t size, void *ctx)
{
	struct object object;
	struct keeping *keeping = ctx;

	(void)size;
	if (!keeping->is_behind) {
		keeping->is_behind = holds(info, &names);
		return 0;
	}
	struct object_place place = object_place(info);
	if (!object_open_at(place, &object))
		return 0;
	if (keeping->count == FEW)
		return 1;
	/* Threads that meet here store the same. */
	behind[keeping->count++] = place;
	void *found = object_find(&object, next_name(HOOK_execve));
	keeping->is_done = found;
	__atomic_store_n(&next_slots[HOOK_execve], found, __ATOMIC_RELAXED);
	return keeping->is_done;
}

void next_resolve(void)
{
	struct keeping keeping = {.count = 0};
	struct lookup lookup = {.from = 0, .to = EARLY};

	objects_visit(keep, &keeping);
	if (!keeping.is_done)
		objects_visit(visit, &lookup);
	__atomic_store_n(&phase, keeping.is_done ? PHASE_FEW : PHASE_RESOLVED, __ATOMIC_RELEASE);
}

static void *find_in_few(enum hook id)
{
	void *found = NULL;

	for (size_t i = 0; i < FEW && behind[i].dynamic && !found; i++) {
		struct object object;
		if (object_open_at(behind[i], &object))
			found = object_find(&object, next_name(id));
	}
	if (found)
		__atomic_store_n(&next_slots[id], found, __ATOMIC_RELAXED);
	return found;
}

void *next_look_up(enum hook id)
{
	struct lookup lookup = {.from = id, .to = id + 1};

	if ((int)id >= (int)EARLY) {
		objects_visit(visit, &lookup);
	} else {
		int known = __atomic_load_n(&phase, __ATOMIC_ACQUIRE);
		if (known == PHASE_UNKNOWN) {
			next_resolve();
			known = __atomic_load_n(&phase, __ATOMIC_ACQUIRE);
		}
		/* Some libcs have not all of them; what is behind those is asked for as for any other function. */
		if (known == PHASE_FEW && !find_in_few(id))
			objects_visit(visit, &lookup);
	}
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
