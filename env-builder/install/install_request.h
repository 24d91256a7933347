// SPDX-License-Identifier: MIT
// What is to be installed in an environment, by what, and from where; and that environment.
#pragma once

#include <stdbool.h>

#include "common/tool/strings.h"
#include "env-builder/cache/cache.h"
#include "env-builder/discovery/interpreter.h"
#include "env-builder/install/requirement_source.h"
#include "env-builder/system/process_watch.h"

/* Starts as {0}. A plain string belongs to the caller. */
struct install_request {
	struct strings seeds;               /* --seed: NAME or NAME==VERSION */
	struct strings wheel_dirs;          /* --extra-search-dir: directories with wheels of the seeds */
	bool upgrade_seeds;                 /* --upgrade-deps */
	struct requirement_sources sources; /* -r */
	struct strings packages, editables; /* --install, -e */
	const char *index;                  /* --index-url; NULL: the installer's default */
	struct strings indexes, links;      /* --extra-index-url, --find-links */
	bool no_index;
	bool require_hashes;
	bool uv;              /* the installer is uv, not pip */
	const char *lock;     /* --lock: the file to write, "-": standard output; NULL: none */
	enum watch_show show; /* how much of the installer's output the user sees */
};

/* The environment. All belongs to the caller, who keeps it as long as an installer is open. */
struct install_target {
	const struct interpreter *python; /* its base interpreter */
	const struct cache *cache;        /* may have no directory */
	const char *real;                 /* where it is now */
	const char *path;                 /* where it will be, for messages and for its files */
	bool system_site, relocatable, standalone;
};

/* Is there anything that an installer must install? The seeds alone come from their wheels. */
bool install_wanted(const struct install_request *request);

void install_request_clear(struct install_request *request);
