// SPDX-License-Identifier: MIT
// The command line of venvrun, as one value.
#pragma once

#include <stdbool.h>

#include "common/core/interp.h"
#include "common/tool/text.h"

struct options {
	enum interp_match match;
	const char *env; /* as given; NULL: it is to be found */
	/* the command's first word, where that is a script for venvrun; else NULL (script_call.h) */
	const char *script;
	char *const *command;   /* NULL-terminated, at least one; NULL: the user's shell */
	const char *chdir;      /* NULL: the working directory is kept */
	const char **variables; /* --env, "NAME=VALUE" in their order, NULL-terminated; allocated */
	const char **files;     /* --env-file, likewise */
	const char **keep;      /* --keep, patterns, likewise */
	const char **keep_only; /* --keep-only, likewise */
	const char *trace;      /* --trace's FILE, "" where it has none; NULL: no trace */
	bool strict, isolated;
	bool trust;          /* ENV may belong to another user */
	bool system_follows; /* --system=env */
	bool explain, info, json, help, version;
	bool verbose, quiet;
};

/* Reads the options up to ENV or "--"; words after CMD belong to CMD. Strings are kept by reference. Returns
 * 0, or -1 and an allocated message in *ret_why. In both cases command_line_clear() frees *ret, and
 * ret->quiet shows whether messages are wanted. */
int command_line_parse(char **argv, struct options *ret, char **ret_why);
void command_line_clear(struct options *o);

/* Adds the text of --help. */
void command_line_help(struct text *out);
