// SPDX-License-Identifier: MIT
// The environment variables of the command, as a list that can be changed.
#pragma once

#include <stddef.h>

struct vars {
	char **list; /* NULL-terminated, what execve(2) takes */
	size_t count, room;
	char **owned; /* the entries of list that were allocated here */
	size_t owned_count, owned_room;
	/* by the hash of each name, where in list it is first: an environment may set very many */
	size_t *slots;
	size_t slot_count;
};

/* Starts with the entries of envp, which are kept by reference. To be given back with vars_clear().
 */
void vars_start(struct vars *v, char *const *envp);
void vars_clear(struct vars *v);

/* The value, or NULL. */
const char *vars_get(const struct vars *v, const char *name);

/* Sets a variable, which stands once in the list then. value may be one that vars_get() returned.
 */
void vars_set(struct vars *v, const char *name, const char *value);

void vars_unset(struct vars *v, const char *name);
