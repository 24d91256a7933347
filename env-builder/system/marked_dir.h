// SPDX-License-Identifier: MIT
// Temporary directories, which a killed builder leaves behind and the next one removes.
//
// A name is no proof of who made a directory. Therefore ours have a name that nobody can guess, and contain a
// mark: the empty file MARK, owned by our user. A directory without it is never removed, whatever its name
// is. There is one exception: an empty directory of mode 01700 is ours, too, because a builder may be killed
// before it sets the mark or after it has removed everything else. Its maker holds a lock on the directory.
// One without a lock was left behind.
#pragma once

#include <stdbool.h>

#define MARK "made-by-venvbuild"
/* The number of random letters and digits after the prefix. */
#define MARK_LETTERS 8

/* PREFIX and MARK_LETTERS random letters and digits, allocated. */
char *mark_name(const char *prefix) __attribute__((returns_nonnull));

/* Makes PREFIXxxxxxxxx in the directory that is open as parent. Returns the new directory, open and locked,
 * and *ret_name, allocated; or a negative errno, and then nothing is left. */
int mark_make(int parent, const char *prefix, char **ret_name);

/* The same with a given name, which does not exist yet, and without the lock: the caller holds another one.
 */
int mark_make_named(int parent, const char *name);

/* Is name PREFIX with MARK_LETTERS letters and digits, as mark_make() makes it? */
bool mark_is_name(const char *name, const char *prefix);

/* Removes the directory name in parent with all that is in it, the mark last. Returns 0, also if it does not
 * exist; 1 if it has no mark, and it stays; or a negative errno. */
int mark_remove(int parent, const char *name);
/* The same for one that is open as fd, which is closed. */
int mark_remove_open(int parent, const char *name, int fd);

/* Removes each directory in parent that has a mark and no lock, and for whose name is() holds, except the one
 * called skipped. What cannot be removed stays. */
void mark_sweep(int parent, bool (*is)(const char *name), const char *skipped);
