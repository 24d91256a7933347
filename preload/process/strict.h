// SPDX-License-Identifier: MIT
// What a strict policy does about a program that cannot be followed.
#pragma once

#include "common/core/exec.h"

/* Says on standard error, in one line, which program is refused and why. Returns -EACCES.
 * Async-signal-safe. */
int strict_refuse(const struct exec_plan *plan);
int strict_refuse_file(const char *file, enum exec_escape escape);
