// SPDX-License-Identifier: MIT
// errno, where libc keeps it.
#pragma once

/* Returns -1 with errno set from a negative errno, or the result as it is: how libc hands on a system call's. */
static inline long errno_return(long result)
{
	extern int *__errno_location(void) __attribute__((weak));

	if (result >= 0)
		return result;
	if (__errno_location)
		*__errno_location() = (int)-result;
	return -1;
}

/* errno, or 0 where there is none. */
static inline int errno_get(void)
{
	extern int *__errno_location(void) __attribute__((weak));

	return __errno_location ? *__errno_location() : 0;
}
