// SPDX-License-Identifier: MIT
// The tree that the calls are made on.
#pragma once

#include <stddef.h>
#include <stdint.h>

/* syscall(2), past the library's. Everything here calls the kernel by it, so that no hook sees it. */
extern long (*raw)(long number, ...);

/* Directories between what is removed and the root of the tree: links that go up stay in there. */
#define TREE_PADDING "/p/p/p/p/p/p/p/p"

/* Makes the tree at root, an absolute path that ends in TREE_PADDING "/r", and those above it, and goes
 * there. Aborts where it cannot. */
void tree_make(const char *root);

/* Removes what is below a directory, whatever its mode, with what is in it. Returns a digest of the names,
 * types, modes, sizes, links and texts: the order does not matter. */
uint64_t tree_remove(const char *dir);
