// SPDX-License-Identifier: MIT
// What environment is to be made, and how.
#pragma once

#include <stdbool.h>

#include "common/tool/strings.h"
#include "env-builder/cache/cache.h"
#include "env-builder/discovery/interpreter.h"
#include "env-builder/install/install_request.h"
#include "env-builder/system/file_at.h"

/* Starts as {0}. A plain pointer belongs to the caller. */
struct create_request {
	const struct interpreter *base; /* the base interpreter */
	const struct cache *cache;      /* may have no directory */
	const char *command;            /* the command line, for pyvenv.cfg */
	const char *prompt;             /* --prompt; NULL: the name of the environment */
	struct strings variables;       /* --env: NAME=VALUE */
	bool system_site, copies, relocatable, standalone, no_ignore_file;
	bool clear;          /* an existing environment is replaced */
	bool allow_existing; /* existing files stay, or are replaced by new ones of the same name */
	bool upgrade;        /* it is made again for --upgrade (upgrade.h) */
	enum file_means means;
	struct install_request install;
};

void create_request_clear(struct create_request *request);
