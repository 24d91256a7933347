// SPDX-License-Identifier: MIT
// The loader's list of the objects in this process (struct link_map in link.h), read without a call of the
// loader: no lock, no thread pointer, no foreign code.
//
// Objects that the process was started with never leave the list, and those of dlopen(3) come after them. So
// all up to the loader itself are simply read. A later one may be unmapped at any moment, by another thread
// in dlclose(3), or in the copy that fork(2) made of one: each step first asks whether it can be read
// (readable.h).
#pragma once

#include <link.h>
#include <stdbool.h>

#include "preload/base/elf_object.h"

struct loaded {
	const char *name; /* the loader's; of no use for the main program */
	struct elf_object_address address;
	bool is_main;
	bool is_late; /* its memory may be unmapped */
};

struct linkmap {
	const struct link_map *next;
	uintptr_t known, known_text; /* the last pages that were found readable */
	unsigned late;               /* how many late objects came before; 0: none */
	bool at_main;
};

/* The objects in the order in which the loader searches them: all from the main program on, or those after
 * this library. Async-signal-safe and vfork-safe, also before any constructor. */
struct linkmap linkmap_all(void);
struct linkmap linkmap_behind(void);

/* The next one. False: there are no more. */
bool linkmap_step(struct linkmap *linkmap, struct loaded *ret);
