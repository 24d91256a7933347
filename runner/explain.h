// SPDX-License-Identifier: MIT
// --explain: how the command would be resolved, step by step, without running it.
#pragma once

#include <stdbool.h>

#include "common/tool/text.h"
#include "runner/launch.h"

/* Adds one line a step, the last being what would be executed, as words for a shell; or, as JSON, one object
 * with the keys "file", "argv", "rule" and "steps". Returns 0, or the exit status that running it would give
 * and an allocated sentence in *ret_why: the last line is left out then,
 * and the object has "status" and "why", too. */
int explain(const struct launch *l, bool json, struct text *out, char **ret_why);
