// SPDX-License-Identifier: MIT
// The text of ENV/etc/environment.d/NAME.conf (environment.d(5)): NAME=VALUE lines, written and read.
#pragma once

#include <stdbool.h>

/* Is name one that a shell could assign to: [A-Za-z_][A-Za-z0-9_]*? */
bool environment_d_name_ok(const char *name);

/* The line, with its newline, that stands for name having exactly this value; allocated. */
char *environment_d_line(const char *name, const char *value) __attribute__((returns_nonnull));

/* Reads text, calling set for each variable in turn, as env_variables() of env.h says; path is for
 * messages. */
int environment_d_parse(const char *path, const char *text,
	bool (*set)(void *ctx, const char *name, const char *value),
	const char *(*get)(void *ctx, const char *name), void *ctx, char **ret_why);

/* The same for a file that other programs read, too: "export" may stand in front of a name, and a comment
 * behind a value, after a blank and outside of quotes.
 *
 *	"export A=b"	A is "b"		"A=b # c"	A is "b"
 *	"A='b # c'"	A is "b # c"		"A=b#c"		A is "b#c" */
int environment_d_parse_dotenv(const char *path, const char *text,
	bool (*set)(void *ctx, const char *name, const char *value),
	const char *(*get)(void *ctx, const char *name), void *ctx, char **ret_why);
