// SPDX-License-Identifier: MIT
// The message for a pip command in an environment without pip.
#pragma once

#include "common/env/env.h"
#include "runner/launch.h"

/* If the command is pip and env has none: the message, allocated; else NULL. Another Python's pip would end
 * in a traceback or install into another environment. */
char *pip_missing(const struct launch *l, const struct env *env);
