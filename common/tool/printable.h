// SPDX-License-Identifier: MIT
// Text that is safe on a terminal: no byte of it moves the cursor, changes colours or reorders other text.
#pragma once

#include <stddef.h>

/* The length of the character at s, which has n bytes, where a terminal displays it and does nothing else.
 * 0 for a byte that is not UTF-8, a control character (C0, DEL and C1), or one that changes the direction
 * of writing. *ret_bytes is the number of bytes to skip in either case. */
size_t printable_length(const char *s, size_t n, size_t *ret_bytes);

/* Copies s to out, which has room for 4 * strlen(s) + 1 bytes, with \xNN for each byte of other
 * characters. The characters in keep are copied: "\n\t" for a text of several lines. Returns the length
 * without the NUL. */
size_t printable_copy(char *out, const char *s, const char *keep);
