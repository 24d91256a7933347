// SPDX-License-Identifier: MIT
// Environment variables as a list that can be changed.
#include "runner/environ_list.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

#include "common/tool/die.h"
#include "common/tool/text.h"

static void append(struct environ_list *v, char *entry)
{
	if (v->count + 1 >= v->room) {
		v->room = v->room * 2 + 8;
		v->list = need(realloc(v->list, v->room * sizeof(*v->list)));
	}
	v->list[v->count++] = entry;
	v->list[v->count] = NULL;
}

static bool is_named(const char *entry, const char *name, size_t n)
{
	return !strncmp(entry, name, n) && entry[n] == '=';
}

/* The index of an entry. A slot is 0 if empty, else 2 * (index + 1), plus 1 if the name occurs more than
 * once. */
static size_t index_of(size_t slot)
{
	return slot / 2 - 1;
}

/* The slot of a name, or an empty one for it. The hash is FNV-1a with a random start, so that nobody can
 * choose names that collide. */
static size_t *slot(const struct environ_list *v, const char *name, size_t n)
{
	uint64_t hash = 0xcbf29ce484222325, start = 0;
	const void *random = (const void *)getauxval(AT_RANDOM);
	if (random)
		memcpy(&start, random, sizeof(start));
	hash ^= start;
	for (size_t i = 0; i < n; i++)
		hash = (hash ^ (unsigned char)name[i]) * 0x100000001b3;
	for (size_t i = (size_t)(hash >> 32 ^ hash) & (v->slot_count - 1);; i = (i + 1) & (v->slot_count - 1))
		if (!v->slots[i] || is_named(v->list[index_of(v->slots[i])], name, n))
			return &v->slots[i];
}

static void index_one(struct environ_list *v, size_t i)
{
	size_t n = strcspn(v->list[i], "=");
	if (!v->list[i][n])
		return; /* not a variable */
	size_t *at = slot(v, v->list[i], n);
	*at = *at ? *at | 1 : 2 * (i + 1);
}

static void index_all(struct environ_list *v)
{
	if (2 * v->count >= v->slot_count) {
		v->slot_count = v->slot_count ? v->slot_count : 64;
		while (2 * v->count >= v->slot_count)
			v->slot_count *= 2;
		free(v->slots);
		v->slots = need(calloc(v->slot_count, sizeof(*v->slots)));
	} else {
		memset(v->slots, 0, v->slot_count * sizeof(*v->slots));
	}
	for (size_t i = 0; i < v->count; i++)
		index_one(v, i);
}

void environ_list_start(struct environ_list *v, char *const *envp)
{
	size_t n = 0;
	while (envp && envp[n])
		n++;
	*v = (struct environ_list){.count = n, .room = n + 16};
	v->list = need(calloc(v->room, sizeof(*v->list)));
	if (n)
		memcpy(v->list, envp, n * sizeof(*v->list));
	index_all(v);
}

void environ_list_clear(struct environ_list *v)
{
	strings_clear(&v->owned);
	free(v->list);
	free(v->slots);
	*v = (struct environ_list){0};
}

const char *environ_list_get(const struct environ_list *v, const char *name)
{
	size_t n = strlen(name), at = *slot(v, name, n);
	return at ? v->list[index_of(at)] + n + 1 : NULL;
}

void environ_list_unset(struct environ_list *v, const char *name)
{
	size_t n = strlen(name), kept = 0;
	if (!*slot(v, name, n))
		return;
	for (size_t i = 0; i < v->count; i++)
		if (!is_named(v->list[i], name, n))
			v->list[kept++] = v->list[i];
	v->list[kept] = NULL;
	v->count = kept;
	index_all(v);
}

void environ_list_set(struct environ_list *v, const char *name, const char *value)
{
	size_t n = strlen(name);
	char *entry = text_format("%s=%s", name, value);
	strings_add_take(&v->owned, entry);
	size_t at = *slot(v, name, n);
	if (at && !(at & 1)) {
		v->list[index_of(at)] = entry;
		return;
	}
	environ_list_unset(v, name);
	append(v, entry);
	if (2 * v->count >= v->slot_count)
		index_all(v);
	else
		index_one(v, v->count - 1);
}
