// SPDX-License-Identifier: MIT
// Environment variables as a list that can be changed.
#pragma once

#include <stddef.h>

#include "common/tool/strings.h"

struct environ_list {
	char **list; /* NULL-terminated, as execve(2) takes it */
	size_t count, room;
	struct strings owned; /* the entries of list that were allocated here */
	/* a hash table: for each name its first index in list. There may be very many variables. */
	size_t *slots;
	size_t slot_count;
};

/* Starts with the entries of envp, kept by reference. environ_list_clear() frees the list. */
void environ_list_start(struct environ_list *vars, char *const *envp);
void environ_list_clear(struct environ_list *vars);

/* The value, or NULL. It is valid until the list is cleared. */
const char *environ_list_get(const struct environ_list *vars, const char *name);

/* Sets a variable, which occurs once afterwards. value may be a result of environ_list_get(). */
void environ_list_set(struct environ_list *vars, const char *name, const char *value);

void environ_list_unset(struct environ_list *vars, const char *name);
