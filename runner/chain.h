// SPDX-License-Identifier: MIT
// What the kernel goes through to run a file: scripts, their interpreters, what env(1) finds, the loader.
// What runs in the end
// is common/core/exec.c's to decide; this tells how it comes about, and where it ends.
#pragma once

enum chain_part {
	CHAIN_WHOLE,       /* nothing is missing */
	CHAIN_FILE,        /* the file itself */
	CHAIN_INTERPRETER, /* the interpreter of a script */
	CHAIN_COMMAND,     /* what a script's first line asks env for */
	CHAIN_LOADER,      /* the loader that a program names */
};

/* Where a chain breaks: which part cannot be executed, its name, and why. Given back with
 * chain_end_clear(). */
struct chain_end {
	enum chain_part part;
	char *name;  /* allocated; NULL for a whole one */
	char *owner; /* allocated: the script or program that names it */
	int error;   /* an errno */
};

/* Told of each step: a script and the words of its first line; a word that env looks for, and what it finds,
 * or NULL. */
struct chain_steps {
	void (*script)(void *ctx, const char *path, const char *line);
	void (*command)(void *ctx, const char *name, const char *found);
	void *ctx;
};

/* The file that execvp(3) would execute for name in path, allocated. NULL and the errno of that call. */
char *chain_find(const char *name, const char *path, int *ret_error);

/* Follows the path of a file; env searches path, a PATH. steps may be NULL. */
struct chain_end chain_follow(const char *file, const char *path, const struct chain_steps *steps);
void chain_end_clear(struct chain_end *end);
