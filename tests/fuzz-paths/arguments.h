// SPDX-License-Identifier: MIT
// The arguments of a random call.
#pragma once

#include "tests/fuzz-paths/outcome.h"

/* Chooses the arguments and notes them. They are in memory of this module until the next call. Each string
 * ends at an unreadable page. */
void arguments_choose(const struct calls *calls, struct call *call, const struct row_info *info);

/* Replaces the paths by their translated paths. */
void arguments_rewrite(const struct calls *calls, struct call *call);
