// SPDX-License-Identifier: MIT
// The program headers of an ELF file, of either class: gABI, "Program Header".
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct segment {
	unsigned type;       /* PT_LOAD, ... */
	size_t offset, size; /* in the file */
	size_t address;
};

/* The i-th program header of the ELF file of this machine's byte order that begins with the n bytes at head.
 * False, *ret untouched, where there is no such header, or it does not lie in them. Async-signal-safe. */
bool segment_get(const char *head, size_t n, size_t i, struct segment *ret);

/* Do the first n bytes reach up to where the program headers begin? */
bool segments_begin(const char *head, size_t n);
