// SPDX-License-Identifier: MIT
// The symbols that a loaded object defines and needs.
#include "preload/base/elf_object.h"

#include <string.h>

#include "common/core/str.h"

/* glibc relocates the dynamic section in place, musl does not. */
static const void *absolute(const struct elf_object *object, ElfW(Addr) address)
{
	return (const void *)(address < object->base ? address + object->base : address);
}

bool elf_object_open(struct elf_object_address address, struct elf_object *ret)
{
	const ElfW(Dyn) *dynamic = address.dynamic;

	memset(ret, 0, sizeof *ret);
	ret->base = address.base;
	ret->dynamic = dynamic;
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

/* The address of symbol i if it is the default definition of that name. */
static void *symbol_at(const struct elf_object *object, uint32_t i, const char *name)
{
	const ElfW(Sym) *symbol = &object->symbols[i];
	const uint16_t hidden = 0x8000; /* an old version, for programs that were linked with it */
	unsigned type = ELF32_ST_TYPE(symbol->st_info), binding = ELF32_ST_BIND(symbol->st_info);

	if (symbol->st_shndx == SHN_UNDEF || (type != STT_FUNC && type != STT_OBJECT) ||
		(binding != STB_GLOBAL && binding != STB_WEAK) ||
		(object->versions && (object->versions[i] & hidden)) ||
		!str_equal(object->strings + symbol->st_name, name))
		return NULL;
	return (void *)(object->base + symbol->st_value);
}

static void *find_gnu(const struct elf_object *object, const char *name)
{
	const uint32_t *table = object->gnu_hash;
	uint32_t buckets = table[0], first = table[1], words = table[2], shift = table[3], hash = 5381;
	const unsigned bits = sizeof(ElfW(Addr)) * 8;
	const ElfW(Addr) *bloom = (const ElfW(Addr) *)(table + 4);
	const uint32_t *bucket = (const uint32_t *)(bloom + words), *chain = bucket + buckets;

	for (const char *p = name; *p; p++)
		hash = hash * 33 + (unsigned char)*p;
	ElfW(Addr) word = bloom[hash / bits & (words - 1)]; /* a power of two */
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

static void *find_sysv(const struct elf_object *object, const char *name)
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

void *elf_object_find(const struct elf_object *object, const char *name)
{
	return object->gnu_hash ? find_gnu(object, name) : find_sysv(object, name);
}

/* One more than the last symbol that a relocation names. */
static uint32_t count_relocated(const struct elf_object *object)
{
	struct {
		const char *at;
		size_t size, entry;
	} tables[] = {{NULL, 0, 0}, {NULL, 0, 0}};
	uint32_t count = 0;

	for (const ElfW(Dyn) *d = object->dynamic; d->d_tag != DT_NULL; d++)
		switch (d->d_tag) {
		case DT_REL:
		case DT_RELA:
			tables[0].at = absolute(object, d->d_un.d_ptr);
			break;
		case DT_RELSZ:
		case DT_RELASZ:
			tables[0].size = d->d_un.d_val;
			break;
		case DT_RELENT:
		case DT_RELAENT:
			tables[0].entry = d->d_un.d_val;
			break;
		case DT_JMPREL:
			tables[1].at = absolute(object, d->d_un.d_ptr);
			break;
		case DT_PLTRELSZ:
			tables[1].size = d->d_un.d_val;
			break;
		case DT_PLTREL:
			tables[1].entry = d->d_un.d_val == DT_RELA ? sizeof(ElfW(Rela)) : sizeof(ElfW(Rel));
			break;
		}
	for (int i = 0; i < 2; i++)
		for (size_t at = 0; tables[i].at && tables[i].entry && at < tables[i].size;
			at += tables[i].entry) {
			/* Rel and Rela begin alike. */
			const ElfW(Rel) *relocation = (const ElfW(Rel) *)(tables[i].at + at);
			uint32_t symbol = (uint32_t)(sizeof(ElfW(Addr)) == 8
					? (uint64_t)relocation->r_info >> 32
					: relocation->r_info >> 8);
			if (symbol >= count)
				count = symbol + 1;
		}
	return count;
}

void elf_object_wants(const struct elf_object *object, bool (*each)(const char *name, void *ctx), void *ctx)
{
	uint32_t count;

	if (object->gnu_hash && object->gnu_hash[1] > 1)
		/* The table begins after the symbols that it does not cover: those that are needed, and some
		 * others. */
		count = object->gnu_hash[1];
	else if (object->hash)
		count = object->hash[1];
	else
		/* For a program without definitions GNU ld writes an empty table (its elflink.c). */
		count = count_relocated(object);
	for (uint32_t i = 1; i < count; i++)
		if (object->symbols[i].st_shndx == SHN_UNDEF &&
			!each(object->strings + object->symbols[i].st_name, ctx))
			return;
}
