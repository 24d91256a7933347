// SPDX-License-Identifier: MIT
// Text that is safe to print on a terminal.
#include "common/tool/printable.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "common/core/utf8.h"

/* The code point of a well-formed character of n bytes. */
static unsigned code_point(const char *s, size_t n)
{
	unsigned value = n == 1 ? (unsigned char)*s : (unsigned char)*s & (0x7fu >> n);
	for (size_t i = 1; i < n; i++)
		value = value << 6 | ((unsigned char)s[i] & 0x3f);
	return value;
}

size_t printable_length(const char *s, size_t n, size_t *ret_bytes)
{
	size_t length = utf8_length(s, n);
	*ret_bytes = length ? length : 1;
	unsigned c = code_point(s, *ret_bytes);
	bool control = c < ' ' || (c >= 0x7f && c < 0xa0);
	/* Unicode's line separators and the controls of UAX #9 */
	bool direction = c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
		(c >= 0x2066 && c <= 0x2069);
	return control || direction ? 0 : length;
}

size_t printable_copy(char *out, const char *s, const char *keep)
{
	char *start = out;
	for (size_t n = strlen(s), step; n; s += step, n -= step) {
		bool plain = printable_length(s, n, &step) || (step == 1 && strchr(keep, *s));
		if (plain)
			memcpy(out, s, step);
		for (size_t i = 0; !plain && i < step; i++)
			sprintf(out + 4 * i, "\\x%02x", (unsigned char)s[i]);
		out += plain ? step : 4 * step;
	}
	*out = '\0';
	return (size_t)(out - start);
}
