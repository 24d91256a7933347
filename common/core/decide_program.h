// SPDX-License-Identifier: MIT
// Decides on a program that is no Python: it runs unchanged, and perhaps cannot be followed.
#pragma once

#include "common/core/decision.h"

/* path is the program that runs in the end, and head its first n bytes, which lie in the plan's text. Sets
 * the plan's image, its escape, and whether it is refused. Async-signal-safe if the io is. */
enum exec_rule decide_program(struct decision *d, const char *path, const char *head, size_t n);
