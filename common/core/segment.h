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

/* Program header i of the ELF file whose first n bytes are at head; its byte order must be this machine's.
 * False, *ret untouched: there is no such header, or it is not in these bytes. Async-signal-safe. */
bool segment_get(const char *head, size_t n, size_t i, struct segment *ret);

/* Do the first n bytes include the beginning of the program headers? */
bool segments_begin(const char *head, size_t n);
