// SPDX-License-Identifier: MIT
// Many small targets in one fuzzer: the first byte of an input chooses a row of a table, 'a' the first one.
#pragma once

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* What is behind the first byte: as bytes, and as strings, of which each ends at a NUL or at the end;
 * strings[count] is NULL. Each copy has exactly its size, so that ASan guards its ends. */
struct input {
	const char *data;
	size_t size;
	char *strings[40];
	size_t count; /* 1 at least: an empty one */
};

struct target {
	const char *name; /* what is fuzzed */
	void (*run)(const struct input *in);
};

static inline void check(bool ok)
{
	if (!ok)
		abort();
}

static inline int targets_run(const struct target *table, size_t count, const uint8_t *data, size_t size)
{
	struct input in = {.count = 0};
	if (!size)
		return 0;
	char *copy = malloc(size - 1);
	if (size > 1)
		memcpy(copy, data + 1, size - 1);
	in.data = copy;
	in.size = size - 1;
	for (size_t at = 0;
		in.count < sizeof in.strings / sizeof *in.strings - 1 && (at < in.size || !in.count);) {
		size_t n = at < in.size ? strnlen(copy + at, in.size - at) : 0;
		char *string = in.strings[in.count++] = malloc(n + 1);
		if (n)
			memcpy(string, copy + at, n);
		string[n] = '\0';
		at += n + 1;
	}
	table[(uint8_t)(data[0] - 'a') % count].run(&in);
	for (size_t i = 0; i < in.count; i++)
		free(in.strings[i]);
	free(copy);
	return 0;
}

/* The n-th string, or an empty one. */
static inline const char *input_string(const struct input *in, size_t n)
{
	return n < in->count ? in->strings[n] : "";
}
