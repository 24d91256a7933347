// SPDX-License-Identifier: MIT
// What a loaded object defines and wants: the tables of the ELF gABI and of GNU ld's hash.
#pragma once

#include <elf.h>
#include <link.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The dynamic section of one loaded object, its addresses made absolute. */
struct elf_object {
	ElfW(Addr) base;
	const ElfW(Dyn) * dynamic;
	const ElfW(Sym) * symbols;
	const char *strings;
	const ElfW(Half) * versions;     /* NULL: none are versioned */
	const uint32_t *gnu_hash, *hash; /* one of them may be NULL */
};

/* Where an object has its dynamic section, NULL if it has none: all that has to be known of it. */
struct elf_object_place {
	ElfW(Addr) base;
	const ElfW(Dyn) * dynamic;
};

/* Reads an object. False, *ret undefined, if it has no symbols. Async-signal-safe. */
bool elf_object_open(struct elf_object_place place, struct elf_object *ret);

/* The default definition of a function or a variable, or NULL: what dlsym(3) would find in this object.
 * Async-signal-safe. */
void *elf_object_find(const struct elf_object *object, const char *name);

/* The names of the symbols that the object wants from others: calls each until it returns false. */
void elf_object_wants(const struct elf_object *object, bool (*each)(const char *name, void *ctx), void *ctx);
