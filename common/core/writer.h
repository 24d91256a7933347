// SPDX-License-Identifier: MIT
// Text that is measured and then written by the same code: first with a size of 0, then with the size that it
// took.
#pragma once

#include <stddef.h>

struct writer {
	char *out;
	size_t size, used; /* used grows beyond size; only what fits is written */
};

/* Each adds something. Async-signal-safe. */
void writer_put(struct writer *w, char c);
void writer_text(struct writer *w, const char *text); /* without its NUL */
void writer_bytes(struct writer *w, const char *bytes, size_t n);
void writer_number(struct writer *w, int value);                   /* 0 or more, in decimal digits */
void writer_escaped(struct writer *w, const char *text, size_t n); /* encoded as in escape.h */
void writer_unescaped(struct writer *w, const char *escaped); /* decoded, up to the first byte that ends it */
