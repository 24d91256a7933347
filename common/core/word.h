// SPDX-License-Identifier: MIT
// Reading strings a machine word at a time, in standard C.
#pragma once

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An aligned word is in one page, so that reading past the end of a string is no fault. */
typedef size_t __attribute__((may_alias)) word;

/* Every byte of the word is c. */
static inline word word_of(unsigned char c)
{
	return (word)-1 / UCHAR_MAX * c;
}

/* Is one of its bytes zero? Subtracting one from each byte then sets a high bit that was not set before. */
static inline bool word_has_zero(word w)
{
	return ((w - word_of(1)) & ~w & word_of(1u << (CHAR_BIT - 1))) != 0;
}

/* The word in which the string begins. The bytes before the string are set to 0xff, which is neither zero nor
 * ASCII. The word may end after the string's memory. */
__attribute__((no_sanitize("address"))) static inline word word_first(const char *s)
{
	unsigned before = (uintptr_t)s % sizeof(word) * CHAR_BIT;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	word hidden = ((word)1 << before) - 1;
#else
	word hidden = ~((word)-1 >> before);
#endif
	return *(const word *)((uintptr_t)s - before / CHAR_BIT) | hidden;
}

/* The beginning of the next word. */
static inline const char *word_next(const char *s)
{
	return s + sizeof(word) - (uintptr_t)s % sizeof(word);
}
