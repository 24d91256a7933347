// SPDX-License-Identifier: MIT
// The loader's list of the objects of this process (struct link_map of link.h), read without asking the
// loader: no lock, no thread pointer, nobody else's code.
//
// What the process was started with never leaves the list, and what dlopen(3) adds stands behind that. So
// everything up to the loader itself is simply read. What follows may be going at any moment, while another
// thread is in dlclose(3) or in a copy that fork(2) made of one:
// each step first asks whether it can be read (readable.h).
#pragma once

#include <link.h>
#include <stdbool.h>

#include "preload/base/elf_object.h"

struct loaded {
	const char *name; /* as the loader has it; not to be relied on for the main program */
	struct elf_object_place place;
	bool is_main;
	bool is_late; /* its memory may go away */
};

struct linkmap {
	const struct link_map *next;
	uintptr_t known, known_text; /* the pages that were asked for last */
	unsigned late;               /* how many of those that may go there were; 0: not there yet */
	bool at_main;
};

/* The objects in the order in which the loader searches them: from the main program on, or from behind this
 * library on. Async-signal-safe and vfork-safe, before any constructor too. */
struct linkmap linkmap_all(void);
struct linkmap linkmap_behind(void);

/* The next one; false: there are no more. */
bool linkmap_step(struct linkmap *linkmap, struct loaded *ret);
