// SPDX-License-Identifier: MIT
// What a call has done, as text that is the same wherever the files are.
#pragma once

#include <stddef.h>

/* Where the text goes: memory that the caller shares with its children. */
void log_begin(char *out, size_t size);

/* printf(3), behind what was said before; scene_root is "~" in it, and what stands for a hidden directory
 * "(hidden)". */
void log_add(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A path, or NULL, that libc has returned. */
void log_path(const char *path);

/* Which file a descriptor is, or a path that means what it says; what a file has in it is said, too. */
void log_fd(int fd);
void log_file(const char *path);

/* Collects lines, and says them in order, as nothing promises the order of a directory. */
void log_later(const char *line);
void log_sorted(void);
