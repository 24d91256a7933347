// SPDX-License-Identifier: MIT
// The loaded objects of this process, and what they define and want: the tables of the ELF gABI and of GNU ld's hash.
#pragma once

#include <elf.h>
#include <link.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The dynamic section of one loaded object, its addresses made absolute. */
struct object {
	ElfW(Addr) base;
	const ElfW(Dyn) *dynamic;
	const ElfW(Sym) *symbols;
	const char *strings;
	const ElfW(Half) *versions; /* NULL: none are versioned */
	const uint32_t *gnu_hash, *hash; /* one of them may be NULL */
};

/* Calls visit for each object, the main program first, in the order in which the loader searches them, until it returns
 * other than 0: dl_iterate_phdr(3), which takes the loader's lock. Nothing happens where there is none. */
void objects_visit(int (*visit)(struct dl_phdr_info *info, size_t size, void *ctx), void *ctx);

/* Where an object has its dynamic section, NULL if it has none: all that has to be kept of it to read it later. */
struct object_place {
	ElfW(Addr) base;
	const ElfW(Dyn) *dynamic;
};
struct object_place object_place(const struct dl_phdr_info *info);

/* Reads an object. False, *ret undefined, if it has no symbols. The second is async-signal-safe. */
bool object_open(const struct dl_phdr_info *info, struct object *ret);
bool object_open_at(struct object_place place, struct object *ret);

/* The default definition of a function or a variable, or NULL: what dlsym(3) would find in this object.
 * Async-signal-safe. */
void *object_find(const struct object *object, const char *name);

/* The names of the symbols that the object wants from others: calls each until it returns false. */
void object_wants(const struct object *object, bool (*each)(const char *name, void *ctx), void *ctx);
