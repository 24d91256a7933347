// SPDX-License-Identifier: MIT
// A strict policy refuses a program that cannot be followed. Async-signal-safe.
#pragma once

#include "common/core/exec_plan.h"

/* Writes a line to standard error: which program is refused, and why. Returns -EACCES. */
int strict_refuse(const struct exec_plan *plan);
int strict_refuse_file(const char *file, enum exec_escape escape);
