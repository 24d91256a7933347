// SPDX-License-Identifier: MIT
// Copies the tree of an environment that is to be changed.
#pragma once

#include <stdbool.h>

/* Adds all that is below the directory from to the directory to; what lies in to already stays, except a
 * symbolic link in place of a directory. Modes, owners, times, extended attributes and symbolic links are
 * kept. A file that has several names gets one more instead, where the file system can: it is shared with a
 * cache, and nobody edits it in place. With links, all that is no directory does, for callers that edit
 * nothing in place either. Leaves out the two entries except of the top directory. Returns 0, or a negative
 * errno and *ret_path, what could not be copied, allocated; -EINVAL where it is a socket or a device; -EBUSY
 * where something is mounted; -EINTR where a signal came. */
int copy_tree(int from, int to, const char *const except[2], bool links, char **ret_path);

/* Gives the file path below to the owner, mode and extended attributes of the one below from. Returns 0 or a
 * negative errno. */
int copy_tree_rights(int from, int to, const char *path);
