// SPDX-License-Identifier: MIT
// Files whose reading would never end, where Python is about to read: fifos and devices.
#pragma once

/* The path of one in or below the directory dir, links to one included, allocated; NULL: there is none. Below
 * it, directories called "...-packages" are left out, and links to directories are not entered.
 * /dev/null ends at once. */
char *special_in(const char *dir);

/* The same for what the interpreter at path, which is absolute, reads before it says anything: pyvenv.cfg
 * beside it or above, and the standard libraries below the prefix that it seems to have. */
char *special_of_interpreter(const char *path);

/* "PATH is no regular file, and to read it might never end", allocated. */
char *special_says(const char *path) __attribute__((returns_nonnull));
