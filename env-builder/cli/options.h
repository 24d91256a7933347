// SPDX-License-Identifier: MIT
// What the command line of venvbuild asks for.
#pragma once

#include <stdbool.h>

#include "common/tool/strings.h"
#include "env-builder/commands/create_request.h"
#include "env-builder/commands/output.h"

/* Plain strings belong to argv. In create, the base interpreter, the cache and the command are left NULL. */
struct options {
	struct strings envs;    /* the operands */
	struct strings pythons; /* -p: the first one that is found */
	const char *cache_dir;
	bool no_cache, clear_cache;
	bool upgrade, repair, list_pythons, help, version;
	bool trust;       /* ENV may belong to another user */
	bool symlinks;    /* the opposite of create.copies */
	bool seeds_given; /* create.install.seeds are not the default */
	struct create_request create;
	struct output output;
};

void options_clear(struct options *options);
