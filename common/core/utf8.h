// SPDX-License-Identifier: MIT
// UTF-8, told from other bytes (RFC 3629: no overlong form, no surrogate, nothing past U+10FFFF).
#pragma once

#include <stddef.h>

/* The bytes of the well-formed sequence at s, of which n > 0 bytes may be read, 0 if there is none. Reads no
 * further than a NUL. */
size_t utf8_length(const char *s, size_t n);
