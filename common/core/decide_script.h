// SPDX-License-Identifier: MIT
// Decides on a script, by the interpreter to which its first line leads.
#pragma once

#include "common/core/decision.h"

/* path is the file, which may also be a program: then it is decide_program()'s. Fills the plan's words with
 * what the kernel would put before the arguments, the last one first. Async-signal-safe if the io is. */
enum exec_rule decide_script(struct decision *d, const char *path);
