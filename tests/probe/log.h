// SPDX-License-Identifier: MIT
// The log of a call, as text that does not depend on the location of the files.
#pragma once

#include <stddef.h>

/* Starts an empty log in memory that the caller shares with its children. */
void log_begin(char *out, size_t size);

/* printf(3) to the end of the log. scene_root is written as "~", and a hidden path as "(hidden)". */
void log_add(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A path that libc returned, or NULL. */
void log_path(const char *path);

/* The file that is open as fd, with its first bytes; and the file at a path that is not redirected. */
void log_fd(int fd);
void log_file(const char *path);

/* Collects lines, and logs them sorted: the order of a directory is not defined. */
void log_later(const char *line);
void log_sorted(void);
