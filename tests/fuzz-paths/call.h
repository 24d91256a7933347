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
	union value values[ARGUMENTS]; /* what the function gets */
	bool is_bad[ARGUMENTS];        /* a pointer that points to nothing, or to too little */
	/* the OUT that is memory, and not a function, no bad pointer: OUT_SIZE bytes */
	char *outs[ARGUMENTS];
	char *template;     /* the caller's own, */
	const char *chosen; /* and what it was before */
	union value result;
	int error; /* errno afterwards */
};

/* What all calls of a process have in common. */
struct calls {
	struct rules rules; /* what is redirected: NULL, where nothing is that is addressed here */
	bool rewrites;      /* it is done here, as no library does it */
	int descriptors[8]; /* that are open; -1 */
	int watch, notify;  /* inotify(7), fanotify(7), or -1 */
	FILE *file;         /* freopen(3)'s */
	DIR *directory;     /* for the family listing; or NULL */
};

/* Finds the functions; a row that this libc lacks is left out. path is libc's file. */
void calls_start(const char *libc);

/* What is open belongs to an episode. */
void calls_open(struct calls *calls, const char *root);
void calls_close(struct calls *calls);

/* Makes a random call, and notes all that it got and did. */
void calls_make(struct calls *calls);
