// SPDX-License-Identifier: MIT
// Which options of venvbuild exclude each other, or need another one.
#pragma once

#include "env-builder/cli/options.h"

/* Returns what is wrong with the options together, a sentence; NULL: nothing. */
const char *options_validate(const struct options *options);
