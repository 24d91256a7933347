// SPDX-License-Identifier: MIT
// Trees made once in the cache, from which environments are made: wheels that are unpacked and compiled, base
// interpreters.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "env-builder/cache/cache.h"
#include "env-builder/system/file_at.h"
#include "env-builder/discovery/interpreter.h"
#include "env-builder/wheel/wheel_layout.h"

struct unpacked_file {
	char *path; /* relative to the tree */
	bool dir;   /* directories come before what is in them */
};

struct unpacked {
	/* the directory with the files, RECORD left out; in NAME-VERSION.data what does not belong in
	 * site-packages */
	char *tree;
	int fd; /* the same, open */
	struct unpacked_file *files;
	size_t count, room;
	struct wheel_script *scripts;
	size_t script_count;
	char *info;              /* "pip-24.2.dist-info"; "" */
	char *record;            /* the lines of RECORD for what belongs in site-packages, sorted */
	struct wheel_row *parts; /* the rest; its rows */
	size_t part_count;
};

/* The wheel at path, unpacked for an interpreter; made if it is not there, or not as it was made. Builders
 * that want the same one wait for the first. It is not collected before unpacked_clear(). A compiled file
 * that cannot be made is left out. Returns 0 and *ret, or -1 and *ret_why. */
int unpacked_get(const char *path, const struct interpreter *python, const struct cache *cache,
	struct unpacked *ret, char **ret_why);
/* Links lead to it from now on: it is never collected (prune.h). */
void unpacked_keep(const struct unpacked *unpacked);

/* What a tree is made of: identity, a text ending in a newline, is what it depends on; path is its name in
 * messages. fill puts its files, and no links, into the directory tree, which is open as fd, and may add to
 * wheel. */
struct unpacked_source {
	const char *path, *identity;
	int (*fill)(const void *ctx, const char *tree, int fd, struct wheel *wheel, char **ret_why);
	const void *ctx;
};
int unpacked_make(const struct unpacked_source *source, const struct cache *cache, struct unpacked *ret,
	char **ret_why);

/* Makes every file of the tree that belongs in site-packages below dir. Each is named to the kernel from
 * there, which keeps the paths that it walks short. Returns 0, or a negative errno and *ret_path. */
int unpacked_link(const struct unpacked *unpacked, int dir, enum file_means *means, const char **ret_path);

void unpacked_clear(struct unpacked *unpacked);
