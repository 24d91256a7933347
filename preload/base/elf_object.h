// SPDX-License-Identifier: MIT
// The symbols that a loaded object defines and needs: the tables of the ELF gABI, and GNU ld's hash table.
// Async-signal-safe.
#pragma once

#include <elf.h>
#include <link.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The tables of one loaded object, at absolute addresses. */
struct elf_object {
	ElfW(Addr) base;
	const ElfW(Dyn) * dynamic;
	const ElfW(Sym) * symbols;
	const char *strings;
	const ElfW(Half) * versions;     /* NULL: its symbols have no versions */
	const uint32_t *gnu_hash, *hash; /* one of them may be NULL */
};

/* Where an object is: its load address, and its dynamic section, NULL if it has none. */
struct elf_object_address {
	ElfW(Addr) base;
	const ElfW(Dyn) * dynamic;
};

/* Reads an object. False, *ret undefined: it has no symbols. */
bool elf_object_open(struct elf_object_address address, struct elf_object *ret);

/* The default definition of a function or a variable, or NULL: what dlsym(3) would find in this object. */
void *elf_object_find(const struct elf_object *object, const char *name);

/* Calls each with the names of the symbols that the object needs from others, until it returns false. */
void elf_object_wants(const struct elf_object *object, bool (*each)(const char *name, void *ctx), void *ctx);
