// SPDX-License-Identifier: MIT
// What all fuzzers share. A fuzzer may have several targets: the first byte of an input selects a row of a
// table, 'a' for the first one.
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/count.h"

/* The entry point of each fuzzer, which libFuzzer calls. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The bytes after the first one, and the same as strings: each ends at a NUL or at the end of the input.
 * strings[count] is NULL. Each is allocated with its exact size, so that ASan reports an access past its
 * end. */
struct input {
	const char *data;
	size_t size;
	char *strings[40];
	size_t count; /* at least 1, as the first may be empty */
};

struct target {
	const char *name; /* the name of the subject */
	void (*run)(const struct input *in);
};

/* Ends the fuzzer with a finding unless ok. */
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
	for (size_t at = 0; in.count < COUNT(in.strings) - 1 && (at < in.size || !in.count);) {
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

/* Returns string n, or "" if there are fewer. */
static inline const char *input_string(const struct input *in, size_t n)
{
	return n < in->count ? in->strings[n] : "";
}
