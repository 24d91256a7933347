// SPDX-License-Identifier: MIT
// Takes away from the cache what nobody has used for long, and nothing that somebody uses now.
//
// An entry of wheels/ is the directory NAME; NAME.lock is locked by whoever makes or removes it, NAME/tree (shared) by
// whoever uses it, and the time of NAME/tree is that of its last use.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "env-builder/cache.h"

#define COLLECT_DAYS 90
/* A file in an entry that must stay: environments have symbolic links to it. */
#define COLLECT_NOT "linked"

/* Takes the lock of the entry at path; waits for it, or not. Returns an open descriptor, or -1: it is another's, or
 * there are no locks. */
int collect_lock(const char *path, bool wait);

/* Removes from the directory wheels the entries that were not used for COLLECT_DAYS, or all, and what killed builders left.
 * Returns how many entries stay. */
size_t collect_wheels(const char *wheels, bool all);

/* Removes from a directory of cache_store() what was stored more than COLLECT_DAYS ago, or all. Returns 0 or a negative
 * errno. */
int collect_files(const char *dir, bool all);

/* Empties the cache: --clear-cache. Returns 0, or -1 and *ret_why. */
int collect_all(const struct cache *cache, char **ret_why);
