// SPDX-License-Identifier: MIT
// The arguments of a random call.
#pragma once

#include "tests/fuzz-paths/outcome.h"

/* Chooses and notes them. They lie in memory of this module, up to the next call; each string ends where
 * nothing can be read any more. */
void arguments_choose(const struct calls *calls, struct call *call, const struct row_info *info);

/* Puts what the library would make of the paths in their place. */
void arguments_rewrite(const struct calls *calls, struct call *call);
