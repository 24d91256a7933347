// SPDX-License-Identifier: MIT
// A wheel unpacked and compiled once in the cache, from which environments are seeded.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "env-builder/cache.h"
#include "env-builder/python.h"
#include "env-builder/wheel.h"

struct unpacked_file {
	char *path; /* relative to the tree */
	bool dir;   /* directories come before what is in them */
};

struct unpacked {
	char *tree; /* the directory with what belongs in site-packages, RECORD left out */
	int fd;	    /* the same, open */
	struct unpacked_file *files;
	size_t count, room;
	struct wheel_script *scripts;
	size_t script_count;
	char *info;   /* "pip-24.2.dist-info" */
	char *record; /* the lines of RECORD for the tree, sorted */
};

/* The wheel at path, unpacked for an interpreter; made if it is not there, or not as it was made. Builders that want
 * the same one wait for the first. It is not collected before unpacked_clear(). A compiled file that cannot be made is left out. Returns 0 and *ret, or -1 and *ret_why. */
int unpacked_get(const char *path, const struct python *python, const struct cache *cache,
	struct unpacked *ret, char **ret_why);
/* Links lead to it from now on: it is never collected (collect.h). */
void unpacked_keep(const struct unpacked *unpacked);
void unpacked_clear(struct unpacked *unpacked);
