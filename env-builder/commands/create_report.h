// SPDX-License-Identifier: MIT
// What is printed about an environment that was made.
#pragma once

#include <stdbool.h>

#include "env-builder/commands/create_request.h"
#include "env-builder/commands/output.h"
#include "env-builder/transaction/plan.h"

/* Adds an object; or with --dry-run the plan; or a line with --verbose and on a terminal. path is absolute.
 * made: it is new, or was made again; else it existed, and packages were installed at most. */
void create_report(const struct create_request *request, const char *path, const struct plan *plan, bool made,
	struct output *output);
