// SPDX-License-Identifier: MIT
// Copies the tree of an environment that is to be changed.
#pragma once

/* Adds all that is below the directory from to the directory to; what lies in to already stays, except a symbolic link
 * in place of a directory. Modes, owners, times, extended attributes and symbolic links are kept. A file that has
 * several names gets one more instead, where the file system can: it is shared with a cache, and nobody edits it in
 * place. Leaves out the entry except of the top directory ("": none). Returns 0, or a negative errno and *ret_path,
 * what could not be copied, allocated; -EINVAL where it is a socket or a device; -EINTR where a signal came. */
int tree_copy(int from, int to, const char *except, char **ret_path);
