// SPDX-License-Identifier: MIT
// Why the interpreter of an environment cannot run, and what helps.
#pragma once

#include "common/env/env.h"

/* An allocated sentence for the user: which file of the chain of links is missing or closed to this user, and
 * a command that does help here; NULL where the interpreter can be executed. Runs nothing. */
char *env_fault(const struct env *env);
