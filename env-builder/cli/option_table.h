// SPDX-License-Identifier: MIT
// The options of venvbuild: how each is read, and its text in --help.
#pragma once

#include <stddef.h>

#include "common/tool/args.h"

/* In the order of --help; each reads its value into a struct options. */
extern const struct args_option option_table[];
extern const size_t option_count;
