// SPDX-License-Identifier: MIT
// The memory and string functions that the compiler and common/core call: libc's cannot be named here.
#include <string.h>

/* Compiled so that no loop below is recognised as the very function it defines (see the Makefile). */

void *memcpy(void *restrict to, const void *restrict from, size_t n)
{
	char *t = to;
	const char *f = from;
	while (n--)
		*t++ = *f++;
	return to;
}

void *memmove(void *to, const void *from, size_t n)
{
	char *t = to;
	const char *f = from;
	if (t <= f)
		return memcpy(to, from, n);
	while (n--)
		t[n] = f[n];
	return to;
}

void *memset(void *to, int value, size_t n)
{
	char *t = to;
	while (n--)
		*t++ = (char)value;
	return to;
}

int memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *x = a, *y = b;
	for (; n--; x++, y++)
		if (*x != *y)
			return *x - *y;
	return 0;
}

void *memchr(const void *from, int value, size_t n)
{
	const unsigned char *f = from;
	for (; n--; f++)
		if (*f == (unsigned char)value)
			return (void *)f;
	return NULL;
}

size_t strlen(const char *s)
{
	size_t n = 0;
	while (s[n])
		n++;
	return n;
}
