// SPDX-License-Identifier: MIT
// Fifos and devices among the files that a Python is about to read: reading one could block it for ever.
#pragma once

/* The path of the first one in or below the directory dir, links to one included, allocated; or NULL.
 * Directories named "...-packages" below dir are skipped, links to directories are not followed. /dev/null is
 * allowed: it ends at once. */
char *special_files_in(const char *dir);

/* The same for the files that the interpreter at path, an absolute path, reads while it starts: pyvenv.cfg in
 * its directory or above, and the standard libraries in the lib of its prefix. */
char *special_files_of_interpreter(const char *path);

/* "PATH is not a regular file, and reading it might never end", allocated. */
char *special_files_message(const char *path) __attribute__((returns_nonnull));
