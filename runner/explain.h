// SPDX-License-Identifier: MIT
// --explain: how the command would be resolved, step by step, without running it.
#pragma once

#include <stdbool.h>

#include "common/tool/text.h"
#include "runner/launch.h"

/* Adds one line for each step, the last one the command line that would be executed, as words for a shell; or
 * a JSON object with the keys "file", "argv", "rule" and "steps". Returns 0; or the exit status of a command
 * that cannot be run and an allocated message in *ret_why: then the last line is missing, and the object also
 * has "status" and "why". */
int explain(const struct launch *l, bool json, struct text *out, char **ret_why);
