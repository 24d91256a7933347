// SPDX-License-Identifier: MIT
// The file system, as the decisions of common/core see it: the library, the runner and the tests bring their own.
#pragma once

#include <stddef.h>

/* Each returns 0 (head: a byte count) or a negative errno. */
struct exec_io {
	/* May the effective user execute this regular file? access(2), X_OK with AT_EACCESS. */
	int (*executable)(const char *path);
	/* Is there a file of that name? */
	int (*exists)(const char *path);
	/* Reads the first n bytes of a regular file. */
	long (*head)(const char *path, char *buf, size_t n);
};
