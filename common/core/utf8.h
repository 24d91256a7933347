// SPDX-License-Identifier: MIT
// Is it UTF-8 (RFC 3629: no overlong form, no surrogate, nothing past U+10FFFF)? Async-signal-safe.
#pragma once

#include <stddef.h>

/* The bytes of the well-formed sequence at s, of which n > 0 bytes may be read; 0: there is none. It does not
 * read past a NUL. */
size_t utf8_length(const char *s, size_t n);
