// SPDX-License-Identifier: MIT
// --upgrade: makes an existing environment again, with a new interpreter.
#pragma once

#include "env-builder/commands/create_request.h"
#include "env-builder/commands/output.h"

/* Makes the environment at path again with what it was made with; the request adds to that. Its base NULL:
 * the newest interpreter of the environment's implementation and X.Y is found. seeds_given: the request names
 * the seeds; else an environment without pip stays without. Returns and prints as create_environment(). */
int upgrade_environment(const struct create_request *request, bool seeds_given, const char *path,
	struct output *output, char **ret_why);
