// SPDX-License-Identifier: MIT
// A wheel in the cache: extracted and compiled once for each interpreter.
#pragma once

#include "env-builder/cache/tree.h"
#include "env-builder/discovery/interpreter.h"
#include "env-builder/wheel/entry_points.h"
#include "env-builder/wheel/record.h"

/* Starts as {.tree.fd = -1}. */
struct cached_wheel {
	/* the files without RECORD; those that do not belong in site-packages are in NAME-VERSION.data */
	struct cache_tree tree;
	char *info;                  /* "pip-24.2.dist-info" */
	char *data;                  /* "pip-24.2.data" */
	struct entry_points scripts; /* console and GUI scripts */
	const char *site_rows;       /* the lines of RECORD for site-packages, sorted; they belong to tree */
	struct record parts;         /* the rows of the files in data, sorted */
};

/* The wheel at path, extracted and compiled for the interpreter. A file that cannot be compiled has no
 * compiled code. The wheel is not pruned before cached_wheel_clear(). Returns 0 and *ret, or -1 and *ret_why,
 * allocated. */
int cached_wheel_get(const char *path, const struct interpreter *python, const struct cache *cache,
	struct cached_wheel *ret, char **ret_why);

void cached_wheel_clear(struct cached_wheel *wheel);
