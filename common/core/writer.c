// SPDX-License-Identifier: MIT
// Text that is measured and then written by the same functions.
#include "common/core/writer.h"

#include <string.h>

#include "common/core/escape.h"

void writer_put(struct writer *w, char c)
{
	if (w->used < w->size)
		w->out[w->used] = c;
	w->used++;
}

void writer_text(struct writer *w, const char *text)
{
	for (; *text; text++)
		writer_put(w, *text);
}

void writer_bytes(struct writer *w, const char *bytes, size_t n)
{
	if (w->used < w->size)
		memcpy(w->out + w->used, bytes, n < w->size - w->used ? n : w->size - w->used);
	w->used += n;
}

void writer_number(struct writer *w, int value)
{
	char digits[12];
	size_t n = 0;

	do
		digits[n++] = (char)('0' + value % 10);
	while (value /= 10);
	while (n)
		writer_put(w, digits[--n]);
}

void writer_escaped(struct writer *w, const char *text, size_t n)
{
	static const char digits[] = "0123456789ABCDEF";

	for (; n--; text++) {
		if (escape_is_plain(*text)) {
			writer_put(w, *text);
			continue;
		}
		writer_put(w, '%');
		writer_put(w, digits[(unsigned char)*text >> 4]);
		writer_put(w, digits[(unsigned char)*text & 15]);
	}
}

void writer_unescaped(struct writer *w, const char *escaped)
{
	int size;

	for (char c; (c = escape_next(escaped, &size)); escaped += size)
		writer_put(w, c);
}
