// SPDX-License-Identifier: MIT
// Files of NAME=VALUE lines, read and written: ENV/etc/environment.d/*.conf (environment.d(5)) and
// --env-file.
//
// Comments, blank lines and quotes are those of environment.d(5). $NAME and ${NAME} become a variable's
// value, "$$" is a plain '$'; in single quotes nothing is expanded.
#pragma once

#include <stdbool.h>

/* The variables that are read from and written to while a file is read. */
struct environment_d {
	/* Called for each variable, in order. Returns false to stop. */
	bool (*set)(void *ctx, const char *name, const char *value);
	/* The value for $NAME; NULL where it is not set, and then nothing is inserted. */
	const char *(*get)(void *ctx, const char *name);
	void *ctx;
};

/* Reads root/etc/environment.d/NAME.conf, the files in the order of their names' bytes; the directory may be
 * missing. Returns 0; or -1 and an allocated message in *ret_why: the variables before the faulty line are
 * set. */
int environment_d_read(const char *root, const struct environment_d *variables, char **ret_why);

/* Reads one file as environment_d_parse_dotenv() parses it, with the same results. */
int environment_d_read_dotenv(const char *path, const struct environment_d *variables, char **ret_why);

/* Parses text; path is for messages. Returns 0, 1 where set() stopped it, or -1 and an allocated message in
 * *ret_why. */
int environment_d_parse(const char *path, const char *text, const struct environment_d *variables,
	char **ret_why);

/* The same for a file that other programs read, too: "export" may come before a name, and a comment after a
 * value that ends with a blank outside of quotes.
 *
 *	"export A=b"	A is "b"		"A=b # c"	A is "b"
 *	"A='b # c'"	A is "b # c"		"A=b#c"		A is "b#c" */
int environment_d_parse_dotenv(const char *path, const char *text, const struct environment_d *variables,
	char **ret_why);

/* Could a shell assign to a variable of this name: [A-Za-z_][A-Za-z0-9_]*? */
bool environment_d_name_ok(const char *name);

/* The line, with its newline, that gives name exactly this value; allocated. */
char *environment_d_line(const char *name, const char *value) __attribute__((returns_nonnull));
