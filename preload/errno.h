// SPDX-License-Identifier: MIT
// errno, where libc keeps it.
#pragma once

#include <stddef.h>

/* Where the thread's errno is; NULL where there is none. */
static inline int *errno_place(void)
{
	extern int *__errno_location(void) __attribute__((weak));

	return __errno_location ? __errno_location() : NULL;
}

/* Returns -1 with errno set from a negative errno, or the result as it is: how libc hands on a system call's. */
static inline long errno_return(long result)
{
	if (result >= 0)
		return result;
	int *place = errno_place();
	if (place)
		*place = (int)-result;
	return -1;
}

/* errno, or 0 where there is none. */
static inline int errno_get(void)
{
	int *place = errno_place();

	return place ? *place : 0;
}
