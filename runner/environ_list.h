// SPDX-License-Identifier: MIT
// The environment variables of the command, as a list that can be changed.
#pragma once

#include <stddef.h>

struct environ_list {
	char **list; /* NULL-terminated, what execve(2) takes */
	size_t count, room;
	char **owned; /* the entries of list that were allocated here */
	size_t owned_count, owned_room;
	/* by the hash of each name, where in list it is first: an environment may set very many */
	size_t *slots;
	size_t slot_count;
};

/* Starts with the entries of envp, which are kept by reference. To be given back with environ_list_clear().
 */
void environ_list_start(struct environ_list *v, char *const *envp);
void environ_list_clear(struct environ_list *v);

/* The value, or NULL. */
const char *environ_list_get(const struct environ_list *v, const char *name);

/* Sets a variable, which stands once in the list then. value may be one that environ_list_get() returned.
 */
void environ_list_set(struct environ_list *v, const char *name, const char *value);

void environ_list_unset(struct environ_list *v, const char *name);
