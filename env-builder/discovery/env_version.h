// SPDX-License-Identifier: MIT
// The full version X.Y.Z of an environment's interpreter.
#pragma once

#include "common/env/env.h"

/* X.Y.Z, allocated: by pyvenv.cfg or conda-meta, else the interpreter is run, if the environment belongs to
 * the user or to root. X.Y where that fails. */
char *env_version(const struct env *env) __attribute__((returns_nonnull));
