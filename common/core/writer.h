// SPDX-License-Identifier: MIT
// Text that is measured and then written by the same functions: with no room at all first, then with as much as that took.
#pragma once

#include <stddef.h>

struct writer {
	char *out;
	size_t size, used; /* used grows past size; what does not fit is not written */
};

static inline void writer_put(struct writer *w, char c)
{
	if (w->used < w->size)
		w->out[w->used] = c;
	w->used++;
}

static inline void writer_text(struct writer *w, const char *text)
{
	for (; *text; text++)
		writer_put(w, *text);
}

static inline void writer_number(struct writer *w, int value)
{
	if (value >= 10)
		writer_number(w, value / 10);
	writer_put(w, (char)('0' + value % 10));
}
