// SPDX-License-Identifier: MIT
// Directories that a builder makes for a time: under names that nobody can guess, told by a mark inside, and
// deleted only with it.
//
// A name proves nothing: whatever is called as ours are and has no mark is somebody's and stays. The mark is
// an empty file of our user's called MARK; before it is there, and when all but the directory is gone, an
// empty directory of mode 01700, which nobody makes, is one, too. Its maker holds a lock on it:
// one without a lock was left behind by a builder that was killed.
#pragma once

#include <stdbool.h>

#define MARK "made-by-venvbuild"
/* How many letters and digits stand behind the prefix of mark_make(). */
#define MARK_LETTERS 8

/* PREFIX with letters behind it that nobody can guess, allocated. */
char *mark_name(const char *prefix) __attribute__((returns_nonnull));

/* Makes PREFIXxxxxxxxx in the directory parent. Returns it, open and locked, and *ret_name, allocated; or a
 * negative errno, and nothing is left. */
int mark_make(int parent, const char *prefix, char **ret_name);

/* The same for a directory of that very name, which is not there, and is not locked. */
int mark_make_named(int parent, const char *name);

/* Does name end in MARK_LETTERS behind prefix, as mark_make() makes them? */
bool mark_is_name(const char *name, const char *prefix);

/* Deletes the directory name in parent with all that is in it, the mark last. Returns 0, also where nothing
 * is there; 1 where it has no mark, and stays; or a negative errno. */
int mark_remove(int parent, const char *name);
/* The same for one that is open as fd, which is closed. */
int mark_remove_open(int parent, const char *name, int fd);

/* Deletes what is marked in parent, has a name for which is() holds, is not called except,
 * and is locked by nobody. */
void mark_sweep(int parent, bool (*is)(const char *name), const char *except);
