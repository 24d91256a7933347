// SPDX-License-Identifier: MIT
// Directory trees that are made once in the cache and used by many environments: unpacked wheels, copied base
// interpreters.
//
// An entry CACHE/wheels/NAME/ has tree/, the files; manifest, the size and time of each of them; and record,
// a text of the maker. Environments may share the files of a tree (hard links), so that an edit in one of
// them changes the tree. Therefore each file is compared with the manifest before the tree is used, and a
// tree that differs is made again.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "env-builder/cache/cache.h"
#include "env-builder/system/file_at.h"

struct cache_tree_file {
	char *path; /* relative to the tree */
	bool dir;   /* a directory; it comes before its entries */
};

struct cache_tree {
	char *path; /* absolute path of the tree's directory */
	int fd;     /* the same, open, with a shared lock: the tree is not pruned before cache_tree_clear() */
	struct cache_tree_file *files;
	size_t count, room;
	char *record; /* the text of the maker */
};

/* How a tree is made. The functions get ctx as their first argument. */
struct cache_tree_maker {
	const char *source;   /* what it is made from, for messages */
	const char *identity; /* what the tree depends on, apart from the umask: a text that ends in a newline
				 (cache_identity()) */
	/* Makes the files, and no links, in the empty directory path, which is open as tree. Returns 0, or -1
	 * and *ret_why, allocated. */
	int (*fill)(void *ctx, const char *path, int tree, char **ret_why);
	/* Returns the text that is stored with the tree, allocated; the tree is complete, its record is not
	 * set. NULL: no text. */
	char *(*record)(void *ctx, const struct cache_tree *tree);
	void *ctx;
};

/* The tree in the cache, made if it is missing or differs from its manifest. Builders that want the same tree
 * wait for the first one. Returns 0 and *ret, or -1 and *ret_why, allocated. */
int cache_tree_get(const struct cache_tree_maker *maker, const struct cache *cache, struct cache_tree *ret,
	char **ret_why);

/* Makes each file of the tree below the directory that is open as dir, and replaces FILE_AUTO in *means
 * (file_link()). Leaves out the directory skipped of the tree; NULL: none. Returns 0, or a negative errno
 * and *ret_path, the file, which belongs to the tree. */
int cache_tree_link(const struct cache_tree *tree, int dir, const char *skipped, enum file_means *means,
	const char **ret_path);

/* From now on there are symbolic links to the tree: it is never pruned (PRUNE_NOT). */
void cache_tree_keep(const struct cache_tree *tree);

/* Releases the lock and the memory. The tree is {.fd = -1} afterwards. */
void cache_tree_clear(struct cache_tree *tree);
