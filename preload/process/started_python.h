// SPDX-License-Identifier: MIT
// The Python that this process is, as the late redirect looks at it, and the program that it executes
// instead.
#pragma once

#include <stdbool.h>

#include "common/core/envp_wish.h"
#include "common/core/interp.h"
#include "common/core/owner.h"
#include "preload/base/state.h"
#include "preload/process/initial_stack.h"

struct started_python {
	const struct state *state;
	const struct initial_stack *stack;
	const char *path;      /* the path under which it looks for its environment */
	struct interp version; /* the one that its name asks for; where that has none, its own */
	enum owner owner;
};

/* Was it started by a bare name, so that Python searches PATH for itself? */
bool started_python_is_bare(const struct initial_stack *stack);

/* Will ENV's own Python find its environment? It uses argv[0] if that is a path, else PATH. */
bool started_python_knows_itself(const struct state *state, const struct initial_stack *stack);

/* To which environment does the interpreter at path belong? OWNER_FOREIGN if there is no memory. */
enum owner started_python_owner(const struct state *state, const char *path);

/* Executes file with the arguments of this process and the wished environment. Returns only if that fails. */
void started_python_restart(const struct started_python *python, const char *file, struct envp_wish wish);
