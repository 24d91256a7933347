// SPDX-License-Identifier: MIT
// Text that is measured and then written by the same functions: with no room at all first, then with as much
// as that took.
#pragma once

#include <stddef.h>

struct writer {
	char *out;
	size_t size, used; /* used grows past size; what does not fit is not written */
};

/* A character, a string without its NUL, a number that is not negative, n bytes as escape.h has them.
 * Async-signal-safe. */
void writer_put(struct writer *w, char c);
void writer_text(struct writer *w, const char *text);
void writer_number(struct writer *w, int value);
void writer_escaped(struct writer *w, const char *text, size_t n);
