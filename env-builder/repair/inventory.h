// SPDX-License-Identifier: MIT
// What there is in an environment that may have to be mended: read, whatever has become of it and of its
// base.
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* A list of strings, each allocated. */
struct names {
	char **list;
	size_t count;
};

struct inventory {
	char *root;       /* where it is: absolute and clean */
	bool conda;       /* its interpreter is its own */
	char *cfg;        /* the text of pyvenv.cfg; NULL where there is none (virtualenv before 20, conda) */
	char *prompt;     /* what it says; NULL: nothing */
	bool relocatable; /* its scripts find the interpreter beside themselves */
	char *spec;       /* its implementation and X.Y as --python takes them */
	int number[2];    /* X.Y */
	char *prefix;     /* of the base it was made from; NULL: not said */
	char *home;       /* the directory of that base's interpreter; NULL: not said */
	/* relative to root: where virtualenv before 20 keeps the prefix; NULL where pyvenv.cfg does */
	char *origin;
	/* Files, relative to root. */
	struct names interpreters; /* bin/python, ... */
	struct names scripts;      /* all else in bin, but for */
	struct names activators;   /* bin/activate, ... */
	struct names texts;        /* .pth, .egg-link, direct_url.json, the modules of editable packages */
	struct names records;      /* RECORD */
	struct names links;        /* symbolic links with an absolute path, but for interpreters */
	/* Where it was before: what bin/activate says, and what scripts that RECORD lists do; none that is
	 * root itself. */
	struct names former;
	bool by_activate; /* the first of them is from bin/activate */
};

/* Reads the environment at path. Returns 0, or -1 and *ret_why. */
int inventory_read(const char *path, struct inventory *ret, char **ret_why);
void inventory_clear(struct inventory *survey);

bool inventory_has(const struct names *names, const char *name);

/* The whole regular file at path, relative to root, allocated; *ret NULL where it is larger than any text
 * that is mended. Returns 0, or -1 and *ret_why. */
int inventory_file(const char *root, const char *path, char **ret, size_t *ret_len, char **ret_why);

/* X of "X/bin/python3.11", allocated, where the last component can be the interpreter of that X.Y; else
 * NULL. */
char *inventory_place(const char *python, const int number[2]);
