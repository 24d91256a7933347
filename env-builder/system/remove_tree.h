// SPDX-License-Identifier: MIT
// Removes directories with all that is below them, as rm -rf does.
//
// No symbolic link is followed. A directory that denies its owner the rights to list or change it gets them.
// However deep a tree is, at most 32 directories of it are open at once. Both functions continue after a
// failure, and return 0 or the first failure as a negative errno.
#pragma once

/* Removes path, relative to the directory that is open as dir (AT_FDCWD: the working directory). It may be
 * missing. */
int remove_tree(int dir, const char *path);

/* Removes everything in the directory that is open as fd, but not the directory. fd is closed. The file last
 * (NULL: none) is removed after all others, and only if they could be removed. */
int remove_all_in(int fd, const char *last);
