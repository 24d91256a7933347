// SPDX-License-Identifier: MIT
// The file system, as the decisions of common/core see it: the library, the runner and the tests bring their
// own.
#pragma once

#include <stddef.h>

/* Each returns 0 (read: a byte count) or a negative errno. */
struct exec_io {
	/* May the effective user execute this regular file? access(2), X_OK with AT_EACCESS. */
	int (*executable)(const char *path);
	/* Is there a file of that name? access(2), F_OK: without capabilities, for a user that is not
	 * root. */
	int (*exists)(const char *path);
	/* Reads n bytes of a regular file from an offset on; fewer at its end. */
	long (*read)(const char *path, size_t offset, char *buf, size_t n);
	/* Would this process start it in secure-execution mode (secure.h)? 1 or 0. */
	int (*set_id)(const char *path);
	/* Writes the absolute path without symbolic links that leads to the file, and a NUL. Returns its
	 * length; -ENAMETOOLONG where it does not fit n bytes: as much of it as does is then written,
	 * and a NUL. */
	long (*real)(const char *path, char *buf, size_t n);
	/* Do both lead to one file? 1 or 0. */
	int (*same)(const char *path, const char *other);
};
