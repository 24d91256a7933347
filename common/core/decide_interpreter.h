// SPDX-License-Identifier: MIT
// Decides on an interpreter: the file that is executed has the name of one.
#pragma once

#include "common/core/decision.h"

/* path is the file, name the version in its last component. Async-signal-safe if the io is. */
enum exec_rule decide_interpreter(struct decision *d, const char *path, const struct interp *name);
