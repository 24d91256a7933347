// SPDX-License-Identifier: MIT
// Reads the command line of venvbuild.
#pragma once

#include "common/tool/text.h"
#include "env-builder/cli/options.h"

/* Reads the words of argv, which ends in NULL. Returns 0 and *ret, or -1 and *ret_why, allocated: wrong
 * usage. Whether the options fit together is checked by options_validate(). */
int options_parse(char **argv, struct options *ret, char **ret_why);

/* Adds the text of --help. */
void options_help(struct text *out);
