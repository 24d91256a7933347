// SPDX-License-Identifier: MIT
// pip in an environment that has none.
#pragma once

#include "common/env/env.h"
#include "runner/launch.h"

/* Is the command pip, and would it be another Python's, as there is none in env? Then what to say, allocated,
 * else NULL. That pip would end in a traceback, or install elsewhere. */
char *pip_missing(const struct launch *l, const struct env *env);
