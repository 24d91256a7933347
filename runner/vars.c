// SPDX-License-Identifier: MIT
// The environment variables of the command: a growing array of "NAME=VALUE".
#include "runner/vars.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/envp.h"
#include "common/tool/die.h"
#include "common/tool/text.h"

static char **append(char **list, size_t *count, size_t *room, char *entry)
{
	if (*count + 1 >= *room) {
		*room = *room * 2 + 8;
		list = need(realloc(list, *room * sizeof(*list)));
	}
	list[(*count)++] = entry;
	list[*count] = NULL;
	return list;
}

void vars_start(struct vars *v, char *const *envp)
{
	size_t n = 0;
	while (envp && envp[n])
		n++;
	*v = (struct vars){.count = n, .room = n + 16};
	v->list = need(calloc(v->room, sizeof(*v->list)));
	if (n)
		memcpy(v->list, envp, n * sizeof(*v->list));
}

void vars_clear(struct vars *v)
{
	for (size_t i = 0; i < v->owned_count; i++)
		free(v->owned[i]);
	free(v->owned);
	free(v->list);
	*v = (struct vars){0};
}

const char *vars_get(const struct vars *v, const char *name)
{
	return envp_get(v->list, name);
}

static bool is_named(const char *entry, const char *name, size_t n)
{
	return !strncmp(entry, name, n) && entry[n] == '=';
}

void vars_unset(struct vars *v, const char *name)
{
	size_t n = strlen(name), kept = 0;
	for (size_t i = 0; i < v->count; i++)
		if (!is_named(v->list[i], name, n))
			v->list[kept++] = v->list[i];
	v->list[kept] = NULL;
	v->count = kept;
}

void vars_set(struct vars *v, const char *name, const char *value)
{
	char *entry = text_format("%s=%s", name, value);
	v->owned = append(v->owned, &v->owned_count, &v->owned_room, entry);
	vars_unset(v, name);
	v->list = append(v->list, &v->count, &v->room, entry);
}
