// SPDX-License-Identifier: MIT
// --info: what an environment is and what is in it. Runs nothing.
#pragma once

#include <stdbool.h>

#include "common/tool/text.h"
#include "env-builder/env.h"

/* Adds a line for each of: environment, interpreter, version, maker, site-packages, packages, size;
 * or a JSON object with these keys, where packages is a list of {"name", "version"} and size is in
 * bytes. */
void info(const struct env *env, bool json, struct text *out);
