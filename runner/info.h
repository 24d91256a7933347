// SPDX-License-Identifier: MIT
// --info: what an environment is and what is in it. Runs nothing.
#pragma once

#include <stdbool.h>

#include "common/core/policy.h"
#include "common/tool/text.h"
#include "common/env/env.h"

/* Adds a line for each of: environment, interpreter, version, maker, site-packages, redirected, packages,
 * size; or a JSON object with these keys, where redirected is the list of directories that mean
 * ENV's site-packages (policy says which), packages is a list of {"name", "version"} and size is in
 * bytes. fault says why its interpreter cannot run, and is told as such; NULL: it can. */
void info(const struct env *env, const char *fault, const struct policy *policy, bool json, struct text *out);
