// SPDX-License-Identifier: MIT
// The encoding of text in our variables: [A-Za-z0-9/._,+@-] as it is, each other byte as %XX in upper-case
// hexadecimal.
//
// Inline, because every process reads a policy when it starts. Async-signal-safe.
#pragma once

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

/* Is the byte written as it is? The ranges are those of ASCII; one byte of the table for each is faster than
 * a bit. */
static inline bool escape_is_plain(char c)
{
	static const bool plain[UCHAR_MAX + 1] =
		{['+' ... '9'] = true, ['@' ... 'Z'] = true, ['_'] = true, ['a' ... 'z'] = true};
	return plain[(unsigned char)c];
}

/* The value of a hexadecimal digit; -1 for any other byte. */
static inline int escape_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The byte that is encoded at text, and in *ret_size the bytes that it takes there; 0 where the encoded text
 * ends. */
static inline char escape_next(const char *text, int *ret_size)
{
	*ret_size = 1;
	if (escape_is_plain(*text))
		return *text;
	int high = *text == '%' ? escape_digit(text[1]) : -1, low = high < 0 ? -1 : escape_digit(text[2]);
	if (low < 0)
		return '\0';
	*ret_size = 3;
	return (char)(high << 4 | low);
}

/* Where the encoded text ends. */
static inline const char *escape_end(const char *escaped)
{
	int size;

	while (escape_next(escaped, &size))
		escaped += size;
	return escaped;
}

/* Does the encoded text decode to the n bytes at text? */
static inline bool escape_equal(const char *escaped, const char *text, size_t n)
{
	int size;

	for (char c; (c = escape_next(escaped, &size)); escaped += size, text++, n--)
		if (!n || c != *text)
			return false;
	return !n;
}
