// SPDX-License-Identifier: MIT
// How any byte is written in a variable of ours: [A-Za-z0-9/._,+@-] as it is, all others as %XX,
// upper-case hexadecimal.
//
// Inline, as every process reads a policy when it starts.
#pragma once

#include <limits.h>
#include <stdbool.h>

/* As they follow each other in ASCII. A byte for each and not a bit: that is quicker. */
static inline bool escape_is_plain(char c)
{
	static const bool plain[UCHAR_MAX + 1] =
		{['+' ... '9'] = true, ['@' ... 'Z'] = true, ['_'] = true, ['a' ... 'z'] = true};
	return plain[(unsigned char)c];
}

/* The value of a digit, -1 for what is none. */
static inline int escape_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The byte that stands at text, 0 where none does; *ret_size is then what it takes there. */
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
