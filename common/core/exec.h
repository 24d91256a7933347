// SPDX-License-Identifier: MIT
// Which program really runs, and which must run instead: the one answer for hooks, runner and --explain.
//
// A pure function of (policy, request, io), in two steps, so that the caller can bring exactly the memory
// that is needed: exec_measure() decides and counts, exec_fill() writes. Neither allocates, has state, or
// changes errno; both are async-signal-safe and vfork-safe if io is.
#pragma once

#include <stddef.h>

#include "common/core/exec_plan.h"
#include "common/core/io.h"
#include "common/core/policy.h"

/* The scratch memory, in bytes, that exec_measure() needs for this request. */
size_t exec_room(const struct exec_request *request);

/* Decides. policy_entry is the whole string "VENVRUN_POLICY=..."; scratch holds exec_room() bytes, is aligned
 * for pointers, and must live as long as the plan. Returns the bytes that exec_fill() needs; 0: file, argv
 * and envp stay the caller's. */
size_t exec_measure(const struct policy *policy, const char *policy_entry, const struct exec_request *request,
	const struct exec_io *io, char *scratch, struct exec_plan *ret);

/* Writes the arrays of the plan to memory, which holds exec_measure()'s result in bytes and is aligned for
 * pointers. What does not change is the caller's own pointers. */
struct exec_call exec_fill(const struct exec_plan *plan, const struct exec_request *request, void *memory);
