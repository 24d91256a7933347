// SPDX-License-Identifier: MIT
// Strings read a machine word at a time, in the C of every compiler.
#pragma once

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Aligned, a word lies in one page with its first byte, so that reading what follows a string's end is no fault. */
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

static inline bool word_is_aligned(const char *s)
{
	return (uintptr_t)s % sizeof(word) == 0;
}
