// SPDX-License-Identifier: MIT
// Paths as text; the file system is not read. Async-signal-safe, vfork-safe.
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* The last component: "/a/b" -> "b", "b" -> "b", "/a/" -> "". Points into path. */
const char *path_base(const char *path);

/* The bytes of path before its last component, with the slash: "/a/b" -> 3, "b" -> 0. */
size_t path_dir_len(const char *path);

/* Is path dir itself or below it? "/a/b" is under "/a", "/ab" is not. Both clean; dir is not "/". */
bool path_under(const char *path, const char *dir);

/* Removes empty components, "." and ".." from an absolute path by text alone, so that two spellings compare
 * equal:
 *
 *	"/a//b/./c/" -> "/a/b/c"	"/a/../b" -> "/b"	"/.." -> "/"
 *
 * Where "/a" is a symbolic link, "/a/.." is another directory for the kernel: compare the result, never open
 * it. out holds strlen(path) + 1 bytes and may be path itself. Returns the length; 0 and an empty out if path
 * is not absolute. */
size_t path_clean(char *out, const char *path);
