// SPDX-License-Identifier: MIT
// A growing list of strings.
#include "common/tool/strings.h"

#include <stdlib.h>
#include <string.h>

#include "common/tool/die.h"
#include "common/tool/text.h"

void strings_add(struct strings *strings, const char *s)
{
	strings_add_take(strings, text_copy(s));
}

/* There is always room for 2^n pointers, the NULL included: it is full when their number is such a power. */
void strings_add_take(struct strings *strings, char *s)
{
	size_t used = strings->count + 1;
	if (!(used & (used - 1)))
		strings->list = need(reallocarray(strings->list, 2 * used, sizeof(*strings->list)));
	strings->list[strings->count++] = s;
	strings->list[strings->count] = NULL;
}

void strings_add_all(struct strings *strings, const struct strings *other)
{
	for (size_t i = 0; i < other->count; i++)
		strings_add(strings, other->list[i]);
}

const char *const *strings_const(const struct strings *strings)
{
	static const char *const none[] = {NULL};
	return strings->list ? (const char *const *)strings->list : none;
}

bool strings_has(const struct strings *strings, const char *s)
{
	for (size_t i = 0; i < strings->count; i++)
		if (!strcmp(strings->list[i], s))
			return true;
	return false;
}

void strings_clear(struct strings *strings)
{
	for (size_t i = 0; i < strings->count; i++)
		free(strings->list[i]);
	free(strings->list);
	*strings = (struct strings){0};
}
