// SPDX-License-Identifier: MIT
// The file system, by system calls. Async-signal-safe, vfork-safe; errno is kept.
#pragma once

#include "common/core/io.h"

/* The file system for common/core. A function returns it, as pointers in initialised data would have to be
 * relocated in every process. */
struct exec_io files_io(void);

/* Its functions (common/core/io.h). */
int files_executable(const char *path);
int files_exists(const char *path);
long files_read(const char *path, size_t offset, char *buf, size_t n);
int files_set_id(const char *path);
long files_real(const char *path, char *buf, size_t n);
int files_same(const char *path, const char *other);

/* May the real user execute it? With POSIX_SPAWN_RESETIDS that user becomes the effective one before the
 * program starts. */
int files_executable_by_real_user(const char *path);

/* The size of a file in bytes, or a negative errno. */
long files_size(const char *path);
