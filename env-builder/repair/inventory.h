// SPDX-License-Identifier: MIT
// Reads an existing environment for --repair: its base, its former paths and the files that may name them.
//
// Nothing in the environment is executed and its interpreter is not needed: the environment may have been
// moved, and its base may be gone.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/tool/strings.h"

/* Every string is allocated and belongs to the struct. */
struct inventory {
	char *root;       /* its present path: absolute and clean */
	bool conda;       /* made by conda: it contains its own interpreter and has no base */
	char *cfg;        /* the text of pyvenv.cfg; NULL where there is none (virtualenv before 20, conda) */
	char *prompt;     /* the prompt in pyvenv.cfg, unquoted; NULL where there is none */
	bool relocatable; /* its scripts find the interpreter in their own directory */
	char *spec;       /* its implementation and X.Y in the form of --python: "cpython3.11" */
	int number[2];    /* X.Y */
	char *prefix;     /* the prefix of its base; NULL where no file names it */
	char *home;       /* the directory of the base interpreter; NULL where no file names it */
	/* the file that names the prefix, relative to root: that of virtualenv before 20; NULL where
	 * pyvenv.cfg does */
	char *prefix_file;

	/* Regular files and symbolic links, relative to root. */
	struct strings interpreters; /* bin/python, bin/python3.11, ...; also links */
	struct strings activators;   /* bin/activate, bin/activate.csh, ... */
	struct strings scripts;      /* every other file in bin */
	struct strings texts;   /* .pth, .egg-link, direct_url.json and the modules of editable packages */
	struct strings records; /* RECORD of each distribution */
	struct strings links;   /* other symbolic links with an absolute target */

	/* Where it was before, without root itself: the path in bin/activate, then those in the launchers
	 * that a RECORD lists. */
	struct strings former;
	bool activate_names_former; /* former.list[0] is from bin/activate */
};

/* Reads the environment at path. Returns 0, or -1 and *ret_why. */
int inventory_read(const char *path, struct inventory *ret, char **ret_why);
void inventory_clear(struct inventory *inventory);

/* Reads a regular file; path is relative to root. *ret is allocated, with a NUL behind its *ret_len bytes
 * (ret_len may be NULL); it is NULL where the file is larger than 32 MiB, which no script and no module
 * is. Returns 0, or -1 and *ret_why. */
int inventory_file(const char *root, const char *path, char **ret, size_t *ret_len, char **ret_why);
