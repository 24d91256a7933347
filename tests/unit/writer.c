// SPDX-License-Identifier: MIT
// common/core/writer.c.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/writer.h"

#define TEXT "a12/x%20y/x ybc"

static void write_all(struct writer *w)
{
	writer_put(w, 'a');
	writer_number(w, 12);
	writer_escaped(w, "/x y", 4);
	writer_unescaped(w, "/x%20y;not this");
	writer_bytes(w, "bcd", 2);
	writer_text(w, "");
}

Test(writer, writes_what_fits_and_measures_all)
{
	for (size_t size = 0; size <= strlen(TEXT) + 1; size++) {
		char *out = malloc(size + 1);
		struct writer w = {.out = out, .size = size};
		memset(out, '~', size + 1);
		write_all(&w);
		size_t fits = size < strlen(TEXT) ? size : strlen(TEXT);
		cr_expect(w.used == strlen(TEXT), "%zu bytes: %zu used", size, w.used);
		cr_expect(!memcmp(out, TEXT, fits) && out[fits] == '~', "%zu bytes: %.*s", size, (int)size,
			out);
		free(out);
	}
}

Test(writer, measures_without_memory)
{
	struct writer w = {.size = 0};

	write_all(&w);
	cr_expect(w.used == strlen(TEXT));
}
