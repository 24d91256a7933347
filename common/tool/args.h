// SPDX-License-Identifier: MIT
// Options on a command line, as both programs have them: one table that says how they are read and what
// --help prints.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/tool/text.h"

/* What a program's options are read into: its own. */
struct options;

struct args_option {
	const char *name; /* --name */
	char letter;      /* -l; 0: none */
	/* what --help calls its value; "[=FILE]" where it may be left out and stands behind '='; NULL:
	 * none */
	const char *value;
	const char *help; /* lines; the second and later ones are indented by args_help() */
	/* Takes the value, "" where there is none; returns NULL, or what is wrong with it, allocated. NULL
	 * for a flag: the bool at this offset becomes true, and the one that it excludes false. An offset of
	 * 0 is none. */
	char *(*set)(struct options *options, const char *value);
	size_t flag, excludes;
};

/* The option that n bytes at name are the long name of, or NULL. */
const struct args_option *args_find(const struct args_option *table, size_t count, const char *name,
	size_t n);

/* Reads the value of an option that was written as name ("--name" or "-l"): the one that is given, or else
 * the next word, to which *argv then points. NULL stays NULL where it takes none. Returns NULL, or what is
 * wrong, allocated. */
char *args_value(const struct args_option *option, const char *name, const char **value, char ***argv);

/* Gives an option its value, or NULL where it has none. Returns NULL, or what is wrong, allocated. */
char *args_set(const struct args_option *option, struct options *options, const char *value);

/* Reads the word **argv, which begins with '-' and is neither "-" nor "--": --name, --name=value, --name
 * value, -l, -lvalue, -l value, or letters in a row. *argv points to the last word that was taken. Returns
 * NULL, or what is wrong, allocated. */
char *args_read(const struct args_option *table, size_t count, struct options *options, char ***argv);

/* Adds a line or more for each option, the text from this column on. */
void args_help(const struct args_option *table, size_t count, size_t column, struct text *out);
