// SPDX-License-Identifier: MIT
// Which options of venvbuild do not go together, or lack another.
#pragma once

#include "env-builder/cli/options.h"

/* What is wrong with options that are each right, as a sentence for the user, allocated; NULL: nothing.
 * Before the default of --seed is set. */
char *options_validate(const struct options *options);
