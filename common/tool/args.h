// SPDX-License-Identifier: MIT
// Options on the command line of both programs: one table decides how they are read and what --help prints.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/tool/text.h"

/* The values of a program's options; each program defines it. */
struct options;

struct args_option {
	const char *name; /* --name */
	char letter;      /* -l; 0: none */
	/* the name of its value in --help; "[=FILE]" where the value is optional and must follow '=';
	 * NULL: none */
	const char *value;
	const char *help; /* lines; args_help() indents all but the first */
	/* Stores the value, "" where none was given; returns NULL, or what is wrong with it, allocated. It
	 * is NULL for a flag: then the bool at offset flag becomes true and the one at offset excludes
	 * false, unless that is 0. */
	char *(*set)(struct options *options, const char *value);
	size_t flag, excludes;
};

/* The option with that long name of n bytes, or NULL. */
const struct args_option *args_find(const struct args_option *table, size_t count, const char *name,
	size_t n);

/* Completes *value for an option that was written as name ("--name" or "-l"). Where it is NULL and the
 * option requires one, it becomes the next word, and *argv then points to that. Returns NULL, or what is
 * wrong, allocated. */
char *args_value(const struct args_option *option, const char *name, const char **value, char ***argv);

/* Stores the value of an option; NULL where it has none. Returns NULL, or what is wrong, allocated. */
char *args_set(const struct args_option *option, struct options *options, const char *value);

/* Reads the word **argv, which begins with '-' and is neither "-" nor "--": --name, --name=value, --name
 * value, -l, -lvalue, -l value, or several letters. Afterwards *argv points to the last word that was
 * read. Returns NULL, or what is wrong, allocated. */
char *args_read(const struct args_option *table, size_t count, struct options *options, char ***argv);

/* Adds one or more lines for each option; the help begins at that column. */
void args_help(const struct args_option *table, size_t count, size_t column, struct text *out);
