// SPDX-License-Identifier: MIT
// The directory tree that the calls work on.
#pragma once

#include <stddef.h>
#include <stdint.h>

/* syscall(2) of libc and not of the library. The module makes all system calls by it, so that no hook sees
 * them. */
extern long (*raw)(long number, ...);

/* Directories above the root of the tree: links with ".." stay in them, and they are removed with the
 * tree. */
#define TREE_PADDING "/p/p/p/p/p/p/p/p"

/* Makes the tree at root, an absolute path that ends in TREE_PADDING "/r", with the directories above it, and
 * enters it. Aborts on failure. */
void tree_make(const char *root);

/* Removes all entries of a directory, also from directories without permissions. Returns a digest of their
 * names, types, modes, sizes, links and link texts, which does not depend on the order. */
uint64_t tree_remove(const char *dir);
