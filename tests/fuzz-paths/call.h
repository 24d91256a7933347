// SPDX-License-Identifier: MIT
// One random call of a row of preload/hooks.def.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <dirent.h>

#include "tests/fuzz-paths/rewrite.h"
#include "tests/hooks/kind.h"

#define ARGUMENTS 7
#define OUT_SIZE 16384 /* bytes behind an OUT */

/* A call, made or to be made. */
struct call {
	const struct row *row;
	bool is_listing;               /* its STREAM is a DIR */
	union value values[ARGUMENTS]; /* the arguments */
	bool is_bad[ARGUMENTS];        /* a pointer to no memory, or to too little */
	/* the memory of an OUT that is neither a function nor a bad pointer: OUT_SIZE bytes */
	char *outs[ARGUMENTS];
	char *template;     /* the template of the caller, */
	const char *chosen; /* and its text before the call */
	union value result;
	int error; /* errno afterwards */
};

/* The state that all calls of a process share. */
struct calls {
	struct rules rules; /* the redirected directories of the tree, or all NULL */
	bool rewrites;      /* the player redirects, as there is no library */
	int descriptors[8]; /* open descriptors, or -1 */
	int watch, notify;  /* inotify(7), fanotify(7), or -1 */
	FILE *file;         /* freopen(3)'s */
	DIR *directory;     /* for the family listing; or NULL */
};

/* Looks up the functions. A row that this libc does not have is left out. libc: the path of its file. */
void calls_start(const char *libc);

/* Opens and closes the descriptors of an episode. */
void calls_open(struct calls *calls, const char *root);
void calls_close(struct calls *calls);

/* Makes a random call, and notes its arguments and its outcome. */
void calls_make(struct calls *calls);
