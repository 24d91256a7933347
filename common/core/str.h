// SPDX-License-Identifier: MIT
// Comparing strings without libc's functions, which the library may not call. Async-signal-safe, vfork-safe.
#pragma once

#include <stdbool.h>
#include <stddef.h>

static inline bool str_equal(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return *a == *b;
}

static inline bool str_starts(const char *s, const char *prefix)
{
	while (*prefix && *s == *prefix)
		s++, prefix++;
	return !*prefix;
}

/* The bytes of s before the first stop, or before its end: str_until("/bin:/usr/bin", ':') is 4. */
static inline size_t str_until(const char *s, char stop)
{
	size_t n = 0;
	while (s[n] && s[n] != stop)
		n++;
	return n;
}
