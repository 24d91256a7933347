// SPDX-License-Identifier: MIT
// The command line of venvrun, read into one value.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/core/interp.h"
#include "common/tool/text.h"

struct options {
	enum interp_match match;
	const char *env; /* as named; NULL: to be found */
	/* the command's first word, where that is a script for venvrun; else NULL (script_call.h) */
	const char *script;
	char *const *command;   /* NULL-terminated, at least one; NULL: the user's shell */
	const char *chdir;      /* NULL: stay */
	const char **variables; /* --env, "NAME=VALUE" in their order, NULL-terminated; allocated */
	const char **files;     /* --env-file, likewise */
	const char **keep;      /* --keep, patterns, likewise */
	const char **keep_only; /* --keep-only, likewise */
	const char *trace;      /* --trace's FILE, "" where it has none; NULL: no trace */
	bool strict, isolated;
	bool trust;          /* ENV may be another user's */
	bool system_follows; /* --system=env */
	bool explain, info, json, help, version;
	bool verbose, quiet;
};

/* Reads argv up to ENV or "--"; what follows CMD is CMD's. Strings are kept by reference. Returns 0
 * and *ret, to be given back with command_line_clear(), or -1 and an allocated sentence in *ret_why; *ret
 * can be given back then too, and its quiet says whether the sentence is wanted. */
int command_line_parse(char **argv, struct options *ret, char **ret_why);
void command_line_clear(struct options *o);

/* Adds what --help prints. */
void command_line_help(struct text *out);
