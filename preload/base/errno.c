// SPDX-License-Identifier: MIT
// libc's errno.
#include "preload/base/errno.h"

#include <stddef.h>

#include "preload/base/next.h"
#include "preload/base/readable.h"

/* NULL: there is none. */
static int *address(void)
{
	int *(*location)(void) = (int *(*)(void))next_find_other("__errno_location");
	int *ret = location ? location() : NULL;

	return readable_bytes(ret, sizeof *ret) ? ret : NULL;
}

long errno_return(long result)
{
	if (result >= 0)
		return result;
	int *error = address();
	if (error)
		*error = (int)-result;
	return -1;
}

int errno_get(void)
{
	const int *error = address();

	return error ? *error : 0;
}
