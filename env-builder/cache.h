// SPDX-License-Identifier: MIT
// The user's cache directory: small checked texts, and a place for unpacked wheels. Losing it costs time, nothing else.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

struct cache {
	char *dir; /* NULL: there is none, everything is made anew */
	bool ours; /* this builder has made it for itself: whoever else may write there, it is trusted */
};

/* The directory: what --cache-dir says, else $XDG_CACHE_HOME/venvrun, else ~/.cache/venvrun. Nothing is made yet. */
struct cache cache_find(const char *option) __attribute__((warn_unused_result));
void cache_clear(struct cache *cache);

/* Makes dir/name (and dir), private to the user, and returns its path, allocated; NULL where that cannot be, or where
 * the directory belongs to somebody else, whose files we do not trust. */
char *cache_subdir(const struct cache *cache, const char *name);

/* What a file is, as text: path, device, inode, size, and both times to the nanosecond. A file that was written to or
 * replaced has another identity. */
char *cache_identity(const char *path, const struct stat *st) __attribute__((returns_nonnull));

/* A name for a thing by its identity: 24 hexadecimal digits, allocated. */
char *cache_name(const char *identity) __attribute__((returns_nonnull));

/* A text with a checksum in front: a file that was cut short, damaged or made for another identity is not used.
 * cache_load returns it allocated, or NULL; cache_store replaces the file in one step, and returns 0 or a negative errno. */
char *cache_load(const char *dir, const char *name, const char *identity);
int cache_store(const char *dir, const char *name, const char *identity, const char *text);
