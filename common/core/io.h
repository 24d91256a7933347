// SPDX-License-Identifier: MIT
// The file system for the decisions of common/core. The library, the runner and the tests each have their
// own.
#pragma once

#include <stddef.h>

/* Where nothing else is said, each returns 0 or a negative errno. */
struct exec_io {
	/* May the effective user execute this regular file? access(2), X_OK with AT_EACCESS. */
	int (*executable)(const char *path);
	/* Does the file exist? access(2), F_OK: for the real user, and without capabilities unless that is
	 * root. */
	int (*exists)(const char *path);
	/* Reads n bytes of a regular file from offset on; fewer at its end. Returns how many. */
	long (*read)(const char *path, size_t offset, char *buf, size_t n);
	/* Would the kernel start it in secure-execution mode (secure.h)? Returns 1 or 0. */
	int (*set_id)(const char *path);
	/* Writes the absolute path of the file without symbolic links, and a NUL. Returns its length.
	 * -ENAMETOOLONG: it takes more than n bytes; its beginning and a NUL are written. */
	long (*real)(const char *path, char *buf, size_t n);
	/* Do both paths lead to one file? Returns 1 or 0. */
	int (*same)(const char *path, const char *other);
};
