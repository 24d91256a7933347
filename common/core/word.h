// SPDX-License-Identifier: MIT
// Strings read a machine word at a time, in the C of every compiler.
#pragma once

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Aligned, a word lies in one page with its first byte, so that reading what follows a string's end is no
 * fault. */
typedef size_t __attribute__((may_alias)) word;

/* Every byte of the word is c. */
static inline word word_of(unsigned char c)
{
	return (word)-1 / UCHAR_MAX * c;
}

/* Is one of its bytes zero? Taking one from each byte then borrows where it was not set before. */
static inline bool word_has_zero(word w)
{
	return ((w - word_of(1)) & ~w & word_of(1u << (CHAR_BIT - 1))) != 0;
}

/* The word that the string begins in, what stands before it hidden: no byte of that is zero, or c where c is
 * ASCII. It may end behind the string's memory. */
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

/* Where the next word begins. */
static inline const char *word_next(const char *s)
{
	return s + sizeof(word) - (uintptr_t)s % sizeof(word);
}
