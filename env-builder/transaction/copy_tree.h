// SPDX-License-Identifier: MIT
// Copies the tree of an existing environment.
#pragma once

#include <stdbool.h>

/* Copies everything below the directory that is open as from to the one that is open as to, without the
 * entries of the top directory that skipped names ("": none). A file that to has already stays; a symbolic
 * link in it is replaced by a directory of from.
 *
 * Modes, owners, times, extended attributes and symbolic links are kept. A file with several names gets one
 * more name instead of a copy, if the file system can do this: it is shared with a cache, and nobody edits it
 * in place. With links, every file does, for callers that edit none in place either.
 *
 * Returns 0, or a negative errno and *ret_path, what could not be copied, allocated: -EINVAL if it is a
 * socket or a device, -EBUSY if it is a mount point, -EINTR at a signal. */
int copy_tree(int from, int to, const char *const skipped[2], bool links, char **ret_path);

/* Gives the file path in to the owner, the mode and the extended attributes of the file path in from. Returns
 * 0 or a negative errno. */
int copy_tree_rights(int from, int to, const char *path);
