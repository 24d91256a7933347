// SPDX-License-Identifier: MIT
// A list of strings that grows and owns its strings. It starts as {0}:
//
//	_cleanup_strings_ struct strings names = {0};
//	strings_add(&names, name);
//	for (char **n = names.list; n && *n; n++)
//
// Where there is no memory, each function ends the program with a message.
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* list has count strings and a NULL after them; it is NULL as long as nothing was added. Only the functions
 * below change it: the room that they allocate follows from count. */
struct strings {
	char **list;
	size_t count;
};

/* Adds a copy of s at the end. */
void strings_add(struct strings *strings, const char *s);

/* Adds s itself at the end: it was allocated by malloc(3), and the list owns it from now on. */
void strings_add_take(struct strings *strings, char *s);

/* Adds copies of all strings of another list. */
void strings_add_all(struct strings *strings, const struct strings *other);

/* The list for functions that only read it: NULL-terminated, never NULL. */
const char *const *strings_const(const struct strings *strings) __attribute__((returns_nonnull));

/* Is a string equal to s in the list? It compares one after another. */
bool strings_has(const struct strings *strings, const char *s);

/* Frees the strings and the list, which is {0} afterwards. */
void strings_clear(struct strings *strings);

#define _cleanup_strings_ __attribute__((cleanup(strings_clear)))
