// SPDX-License-Identifier: MIT
// The memory and string functions that the compiler and common/core call, as libc's must not be linked.
#include <string.h>

#include "common/core/word.h"

/* In parentheses, as a libc may have macros of these names. The Makefile has the options with which no loop
 * below becomes a call of the function that it defines. */

struct __attribute__((packed, may_alias)) unaligned {
	word word;
};

void *(memcpy)(void *restrict to, const void *restrict from, size_t n)
{
	char *t = to;
	const char *f = from;
	for (; n >= sizeof(word); n -= sizeof(word), t += sizeof(word), f += sizeof(word))
		((struct unaligned *)t)->word = ((const struct unaligned *)f)->word;
	while (n--)
		*t++ = *f++;
	return to;
}

void *(memmove)(void *to, const void *from, size_t n)
{
	char *t = to;
	const char *f = from;
	if (t <= f) {
		while (n--)
			*t++ = *f++;
		return to;
	}
	while (n--)
		t[n] = f[n];
	return to;
}

void *(memset)(void *to, int value, size_t n)
{
	char *t = to;
	for (; n >= sizeof(word); n -= sizeof(word), t += sizeof(word))
		((struct unaligned *)t)->word = word_of((unsigned char)value);
	while (n--)
		*t++ = (char)value;
	return to;
}

int(memcmp)(const void *a, const void *b, size_t n)
{
	const unsigned char *x = a, *y = b;
	for (; n--; x++, y++)
		if (*x != *y)
			return *x - *y;
	return 0;
}

void *(memchr)(const void *from, int value, size_t n)
{
	const unsigned char *f = from;
	for (; n--; f++)
		if (*f == (unsigned char)value)
			return (void *)f;
	return NULL;
}

#ifdef __arm__
/* libgcc's division calls these for a division by zero; its own would need libc. */
int __aeabi_idiv0(int quotient);
int __aeabi_idiv0(int quotient)
{
	return quotient;
}

long long __aeabi_ldiv0(long long quotient);
long long __aeabi_ldiv0(long long quotient)
{
	return quotient;
}
#endif

size_t(strlen)(const char *s)
{
	const char *end = s;
	for (word w = word_first(end); !word_has_zero(w); w = *(const word *)end)
		end = word_next(end);
	while (*end)
		end++;
	return (size_t)(end - s);
}
