// SPDX-License-Identifier: MIT
// The user's cache directory: small checked texts, and a place for unpacked wheels. Losing it costs time,
// nothing else.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

struct cache {
	char *dir; /* NULL: there is none, everything is made anew */
	bool ours; /* this builder has made it for itself: whoever else may write there, it is trusted */
	int fd;    /* ours: the same, open */
};

/* The directory: what --cache-dir says, else $XDG_CACHE_HOME/venvrun, else ~/.cache/venvrun. Nothing is made
 * yet. */
struct cache cache_find(const char *option) __attribute__((warn_unused_result));
void cache_clear(struct cache *cache);

/* Opens dir/name, and makes it (and dir) where it is missing, private to the user. Returns the descriptor,
 * from which on all is named: no link leads elsewhere, and nobody can exchange it. -1 with errno where that
 * cannot be, or where it, dir or a link called dir belongs to somebody else, whose files we do not trust, or
 * others may write to it; for root also where the directory above is not root's, as pip has it. */
int cache_open(const struct cache *cache, const char *name);
/* dir/name, allocated: for messages, and for programs that are started. */
char *cache_path(const struct cache *cache, const char *name) __attribute__((returns_nonnull));

/* What a file is, as text: path, device, inode, size, and both times to the nanosecond. A file that was
 * written to or replaced has another identity. */
char *cache_identity(const char *path, const struct stat *st) __attribute__((returns_nonnull));

/* A name for a thing by its identity: 24 hexadecimal digits, allocated. */
char *cache_name(const char *identity) __attribute__((returns_nonnull));

/* A text in a directory of the cache, behind a first line that marks it as ours, and a checksum: a file that
 * was cut short, damaged or made for another identity is not used. cache_load returns it allocated, or NULL
 * with errno; cache_store replaces the file in one step, and returns 0 or a negative errno. */
char *cache_load(int dir, const char *name, const char *identity);
int cache_store(int dir, const char *name, const char *identity, const char *text);

/* Is the file name in dir one of cache_store(), be it half written? */
bool cache_is_text(int dir, const char *name);
