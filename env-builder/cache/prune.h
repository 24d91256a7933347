// SPDX-License-Identifier: MIT
// Removes from the cache what was not used for a long time, and nothing that is used now.
//
// An entry of the directory wheels is the directory NAME (tree.h). Who makes or removes it holds the
// exclusive lock of the file NAME.lock; who uses it holds the shared lock of NAME/tree. The time of NAME/tree
// is that of its last use.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "env-builder/cache/cache.h"

#define PRUNE_DAYS 90
/* The file in an entry that environments have symbolic links to: the entry is never removed. */
#define PRUNE_NOT "linked"

/* Locks the entry name in the directory wheels, which is open, and waits for the lock if asked to. Returns
 * the descriptor, whose close(2) gives the lock back, or a negative errno: another process has it, or there
 * are no locks (lock_open()). */
int prune_lock(int wheels, const char *name, bool wait);

/* Removes from the directory wheels, which is open, all entries, or those that were not used for PRUNE_DAYS,
 * and what killed builders left of others. Only marked directories are removed (marked_dir.h). Returns the
 * number of entries that remain. */
size_t prune_wheels(int wheels, bool all);

/* Removes from a directory, which is open, all texts of cache_store(), or those older than PRUNE_DAYS. Other
 * files stay. Returns 0 or a negative errno. */
int prune_files(int dir, bool all);

/* Empties the cache (--clear-cache). Returns 0, with *ret_why if entries remain, or -1 and *ret_why: a
 * message, allocated. Otherwise *ret_why is not changed. */
int prune_all(const struct cache *cache, char **ret_why);
