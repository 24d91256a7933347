// SPDX-License-Identifier: MIT
// The next definition of each hooked symbol, found by walking the loaded objects.
//
// Not with dlsym(3): before glibc 2.34 it lives in libdl, which dash and many others do not load, and it may
// allocate. The tables are those of the ELF gABI and of GNU ld's hash section.
#include "preload/next.h"

#include <elf.h>
#include <link.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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

extern int dl_iterate_phdr(int (*)(struct dl_phdr_info *, size_t, void *), void *) __attribute__((weak));

/* The dynamic section of one loaded object, its addresses made absolute. */
struct object {
	ElfW(Addr) base;
	const ElfW(Sym) *symbols;
	const char *strings;
	const ElfW(Half) *versions; /* NULL: none are versioned */
	const uint32_t *gnu_hash, *hash;
};

/* glibc relocates the dynamic section in place, musl does not. */
static const void *absolute(const struct object *object, ElfW(Addr) address)
{
	return (const void *)(address < object->base ? address + object->base : address);
}

static bool object_open(const struct dl_phdr_info *info, struct object *ret)
{
	const ElfW(Dyn) *dynamic = NULL;

	memset(ret, 0, sizeof *ret);
	ret->base = info->dlpi_addr;
	for (int i = 0; i < info->dlpi_phnum; i++)
		if (info->dlpi_phdr[i].p_type == PT_DYNAMIC)
			dynamic = (const ElfW(Dyn) *)(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
	for (; dynamic && dynamic->d_tag != DT_NULL; dynamic++) {
		const void *at = absolute(ret, dynamic->d_un.d_ptr);
		switch (dynamic->d_tag) {
		case DT_SYMTAB:
			ret->symbols = at;
			break;
		case DT_STRTAB:
			ret->strings = at;
			break;
		case DT_VERSYM:
			ret->versions = at;
			break;
		case DT_GNU_HASH:
			ret->gnu_hash = at;
			break;
		case DT_HASH:
			ret->hash = at;
			break;
		}
	}
	return ret->symbols && ret->strings && (ret->gnu_hash || ret->hash);
}

static bool same(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return *a == *b;
}

/* The address of symbol i if it is the default definition of that function. */
static void *symbol_at(const struct object *object, uint32_t i, const char *name)
{
	const ElfW(Sym) *symbol = &object->symbols[i];
	const uint16_t hidden = 0x8000; /* a version that only programs linked against it get */
	unsigned type = ELF32_ST_TYPE(symbol->st_info), binding = ELF32_ST_BIND(symbol->st_info);

	if (symbol->st_shndx == SHN_UNDEF || type != STT_FUNC || (binding != STB_GLOBAL && binding != STB_WEAK) ||
		(object->versions && (object->versions[i] & hidden)) ||
		!same(object->strings + symbol->st_name, name))
		return NULL;
	return (void *)(object->base + symbol->st_value);
}

static void *find_gnu(const struct object *object, const char *name)
{
	const uint32_t *table = object->gnu_hash;
	uint32_t buckets = table[0], first = table[1], words = table[2], shift = table[3], hash = 5381;
	const unsigned bits = sizeof(ElfW(Addr)) * 8;
	const ElfW(Addr) *bloom = (const ElfW(Addr) *)(table + 4);
	const uint32_t *bucket = (const uint32_t *)(bloom + words), *chain = bucket + buckets;

	for (const char *p = name; *p; p++)
		hash = hash * 33 + (unsigned char)*p;
	ElfW(Addr) word = bloom[hash / bits % words];
	if (!(word >> hash % bits & word >> (hash >> shift) % bits & 1))
		return NULL;
	for (uint32_t i = bucket[hash % buckets]; i >= first; i++) {
		uint32_t other = chain[i - first];
		void *found = (other | 1) == (hash | 1) ? symbol_at(object, i, name) : NULL;
		if (found || (other & 1))
			return found;
	}
	return NULL;
}

static void *find_sysv(const struct object *object, const char *name)
{
	const uint32_t *table = object->hash, *bucket = table + 2, *chain = bucket + table[0];
	uint32_t hash = 0;

	for (const char *p = name; *p; p++) {
		hash = (hash << 4) + (unsigned char)*p;
		hash = (hash ^ (hash >> 24 & 0xf0)) & 0x0fffffff;
	}
	for (uint32_t i = bucket[hash % table[0]]; i; i = chain[i]) {
		void *found = symbol_at(object, i, name);
		if (found)
			return found;
	}
	return NULL;
}

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
		void *found = object.gnu_hash ? find_gnu(&object, name) : find_sysv(&object, name);
		__atomic_store_n(&slots[id], found, __ATOMIC_RELAXED);
		missing |= !found;
	}
	return !missing;
}

void next_resolve(void)
{
	bool behind = false;

	/* Threads that meet here store the same values. */
	if (dl_iterate_phdr)
		dl_iterate_phdr(visit, &behind);
	__atomic_store_n(&resolved, true, __ATOMIC_RELEASE);
}

void *next_find(enum hook id)
{
	if (!__atomic_load_n(&resolved, __ATOMIC_ACQUIRE))
		next_resolve();
	return __atomic_load_n(&slots[id], __ATOMIC_RELAXED);
}
