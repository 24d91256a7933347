// SPDX-License-Identifier: MIT
// The user's cache directory: texts with a checksum, and directories of entries. A lost cache costs only
// time.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

struct cache {
	char *dir; /* its absolute path; NULL if there is none, and everything is made anew */
	bool ours; /* this builder made it for itself alone: it is not checked who owns it */
	int fd;    /* if ours: the directory, open */
};

/* Finds the directory: option (--cache-dir), else $XDG_CACHE_HOME/venvrun, else ~/.cache/venvrun. Makes
 * nothing. */
struct cache cache_find(const char *option) __attribute__((warn_unused_result));
void cache_clear(struct cache *cache);

/* Opens the directory name in the cache. It and the cache are made if they are missing, for the user alone.
 * Files are then named relative to the descriptor, so that no symbolic link leads elsewhere and nobody can
 * exchange the directory.
 *
 * Returns the descriptor, or -1 with errno: why it cannot be opened or made, or EPERM if the cache is not to
 * be trusted. That is so if it, the directory or a symbolic link to the cache belongs to another user, or if
 * others may write to one of them. Root does not make a cache in a directory of another user, as pip does
 * not. */
int cache_open(const struct cache *cache, const char *name);
/* The path of name in the cache, allocated: for messages, and for programs that are started. */
char *cache_path(const struct cache *cache, const char *name) __attribute__((returns_nonnull));

/* What identifies a version of a file, as a text that ends in a newline: path, device, inode, size, and the
 * times of change to the nanosecond. Allocated. A file that was written to or replaced has another identity.
 */
char *cache_identity(const char *path, const struct stat *st) __attribute__((returns_nonnull));

/* The name of the entry for an identity: 24 hexadecimal digits of its hash, allocated. */
char *cache_name(const char *identity) __attribute__((returns_nonnull));

/* Reads and writes a text in a directory of the cache. It is stored with a line that marks it as ours, a
 * checksum and its identity. cache_load() returns it allocated, or NULL with errno if the file is missing,
 * incomplete, damaged or of another identity. cache_store() replaces the file in one step and returns 0 or a
 * negative errno. */
char *cache_load(int dir, const char *name, const char *identity);
int cache_store(int dir, const char *name, const char *identity, const char *text);

/* Is the file name in dir such a text, perhaps incomplete? */
bool cache_is_text(int dir, const char *name);
