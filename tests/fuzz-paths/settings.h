// SPDX-License-Identifier: MIT
// The settings in which the same calls are made, and the memory of their digests.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "common/core/count.h"
#include "tests/fuzz-paths/rewrite.h"

#define EPISODE 500UL /* calls on one tree */
#define NOBODY 65534
#define EXIT_BROKEN 3 /* the exit status of a player on an error of its own */

struct setting {
	const char *name;
	const char *what;
	const char *program;
	bool preloads, redirects; /* the library is preloaded, and redirects */
	bool redirects_tree;      /* the directories of the tree are redirected, */
	bool rewrites;            /* and the player does it without the library */
};

/* The other settings of a group are compared with its first one. */
static const struct setting settings[] = {
	{"plain", "without the library", "program", 0, 0, 0, 0},
	{"elsewhere", "with the library, in a Python whose directories are outside of the tree", "python", 1,
		1, 0, 0},
	{"other", "with the library, in a program that is not a Python", "program", 1, 0, 0, 0},
	{"rewriting", "without the library, on paths that the fuzzer has rewritten", "program", 0, 0, 1, 1},
	{"redirected", "with the library, in a Python", "python", 1, 1, 1, 0},
};
#define FIRST_REDIRECTED 3

static inline const struct setting *setting_find(const char *name)
{
	size_t i = 0;
	while (i + 1 < COUNT(settings) && strcmp(settings[i].name, name) != 0)
		i++;
	return &settings[i];
}

/* The redirected directories of the tree, as paths below root. The strings are static. */
static inline void setting_rules(const char *root, struct rules *ret)
{
	static const char *const below[] = {"/b/site-packages", "/a/x-packages", "/site-packages",
		"/-packages", "/b/dist-packages", "/dist-packages"};
	static char text[COUNT(below)][PATH_ROOM];

	for (size_t i = 0; i < COUNT(below); i++)
		snprintf(text[i], sizeof text[i], "%s%s", root, below[i]);
	*ret = (struct rules){text[0], {text[1], text[2], text[3]}, {text[4], text[5]}};
}

/* The memory that a player shares with the driver: a digest of each call, and of the tree after each
 * episode. */
struct digests {
	uint64_t count;
	uint64_t of[];
};

static inline size_t setting_size(uint64_t episodes)
{
	return sizeof(struct digests) + episodes * (EPISODE + 1) * sizeof(uint64_t);
}
