// SPDX-License-Identifier: MIT
// The list in LD_PRELOAD, which contains our library and those of others. Async-signal-safe.
//
// Ours is first, but behind the runtimes of sanitizers, which end the program unless they are first
// themselves. The others keep their order and their separators:
//
//	/x/libasan.so.8 /y/other.so	-> /x/libasan.so.8 OURS /y/other.so
//	OURS:/x/libasan.so.8		-> /x/libasan.so.8:OURS
//	/y/other.so:/x/libasan.so.8	-> OURS:/y/other.so:/x/libasan.so.8
//	/z/libtorsocks.so:OURS		-> OURS:/z/libtorsocks.so
#pragma once

#include "common/core/envp_wish.h"
#include "common/core/writer.h"

/* The bytes of the list's first component: ld.so(8) splits at colons and blanks. */
size_t preload_list_component(const char *list);

/* Does the list need a change so that plan->wish is true? Sets plan->lib and plan->moves. */
bool preload_list_measure(const char *list, struct envp_plan *plan);

/* Writes the new list of a plan for which both are set. */
void preload_list_write(struct writer *w, const struct envp_plan *plan);

/* Writes the list without our libraries. Returns whether it had any. */
bool preload_list_remove(struct writer *w, const struct envp_wish *wish, const char *list);
