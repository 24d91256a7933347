// SPDX-License-Identifier: MIT
// Takes away from the cache what nobody has used for long, and nothing that somebody uses now.
//
// An entry of wheels/ is the directory NAME; NAME.lock is locked by whoever makes or removes it, NAME/tree
// (shared) by whoever uses it, and the time of NAME/tree is that of its last use.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "env-builder/cache/cache.h"

#define PRUNE_DAYS 90
/* A file in an entry that must stay: environments have symbolic links to it. */
#define PRUNE_NOT "linked"

/* Takes the lock of the entry name in the directory wheels, which is open; waits for it, or not. Returns an
 * open descriptor, or -1: it is another's, or there are no locks. */
int prune_lock(int wheels, const char *name, bool wait);

/* Removes from the directory wheels, which is open, the entries that were not used for PRUNE_DAYS, or all,
 * and what killed builders left: what is marked (marked_dir.h), nothing else. Returns how many entries
 * stay. */
size_t prune_wheels(int wheels, bool all);

/* Removes from a directory of cache_store(), which is open, what was stored there more than PRUNE_DAYS ago,
 * or all; other files stay. Returns 0 or a negative errno. */
int prune_files(int dir, bool all);

/* Empties the cache: --clear-cache. Returns 0, or -1 and *ret_why. */
int prune_all(const struct cache *cache, char **ret_why);
