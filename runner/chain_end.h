// SPDX-License-Identifier: MIT
// The file because of which a command cannot be executed: the command, an interpreter, a loader.
//
// common/core/chain.h follows the scripts, as for the decision; here each file is tested.
#pragma once

enum chain_part {
	CHAIN_WHOLE,       /* nothing is missing */
	CHAIN_FILE,        /* the file itself */
	CHAIN_INTERPRETER, /* the interpreter of a script */
	CHAIN_COMMAND,     /* the program that env(1) executes for a first line */
	CHAIN_LOADER,      /* the loader of a program */
};

/* The file that cannot be executed. To be freed with chain_end_clear(). */
struct chain_end {
	enum chain_part part;
	char *name;  /* allocated; NULL for CHAIN_WHOLE */
	char *owner; /* allocated: the script or program that names it; NULL for CHAIN_WHOLE */
	int error;   /* an errno */
};

/* Called for each step: script with a script and the words of its first line; command with a word that env(1)
 * searches, and the file that it finds, or NULL. */
struct chain_steps {
	void (*script)(void *ctx, const char *path, const char *line);
	void (*command)(void *ctx, const char *name, const char *found);
	void *ctx;
};

/* The file that execvp(3) would execute for name in path, allocated. NULL and the errno of that call. */
char *chain_find(const char *name, const char *path, int *ret_error);

/* Follows the file; env(1) searches path, a PATH. steps may be NULL. */
struct chain_end chain_follow(const char *file, const char *path, const struct chain_steps *steps);
void chain_end_clear(struct chain_end *end);
