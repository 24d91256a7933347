// SPDX-License-Identifier: MIT
// Makes one environment, or completes an existing one: from the request to the commit.
#pragma once

#include "env-builder/commands/create_request.h"
#include "env-builder/commands/output.h"

/* Makes the environment at path. If it exists and is the one that the request describes, only packages are
 * installed. Adds an object, or a line where lines are wanted, to output; with --dry-run the plan. Returns 0,
 * or -1 and *ret_why: then everything is as it was. */
int create_environment(const struct create_request *request, const char *path, struct output *output,
	char **ret_why);

/* Sets *ret_why to "cannot make PATH: WHY" or "cannot change PATH, ...: WHY"; frees why. Returns -1. */
int create_failed(const char *path, char *why, char **ret_why);
