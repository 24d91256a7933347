// SPDX-License-Identifier: MIT
// The command line of venvbuild.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/tool/text.h"
#include "env-builder/system/file_at.h"

struct options {
	const char **python; /* -p, the first that is found, NULL-terminated; NULL: not said */
	const char *prompt;
	const char *cache_dir;
	const char *lock;       /* --lock: the file, "-": standard output */
	char **seeds;           /* NAME or NAME==VERSION, allocated, NULL-terminated; NULL: not said */
	const char **variables; /* --env, NULL-terminated */
	const char **envs;      /* NULL-terminated */
	/* What to install: -r, --install, -e; and where to look for it. Each NULL-terminated, or NULL. */
	const char **requirements, **packages, **editables, **find_links;
	const char **wheel_dirs, **indexes; /* --extra-search-dir, --extra-index-url */
	const char *index;
	bool clear_cache;
	bool no_index, require_hashes, upgrade, upgrade_deps;
	bool repair;
	bool trust;      /* ENV may be another user's */
	bool uv;         /* by uv, not by pip */
	bool seeds_said; /* seeds are not the default */
	enum file_means means;
	bool system_site, copies, symlinks, relocatable, standalone, clear, allow_existing, no_ignore_file,
		no_cache;
	bool list_pythons, dry_run, json, verbose, quiet, version, help;
};

/* Reads the command line. Returns 0, or -1 and *ret_why: wrong usage. Strings are argv's own where not said
 * otherwise. */
int options_parse(char **argv, struct options *ret, char **ret_why);
void options_clear(struct options *options);

/* Adds what --help prints. */
void options_help(struct text *out);
