// SPDX-License-Identifier: MIT
// --info: the properties and packages of an environment.
#pragma once

#include <stdbool.h>

#include "common/core/policy.h"
#include "common/tool/text.h"
#include "common/env/env.h"

/* Adds lines for environment, interpreter, version, maker, site-packages, redirected, packages and size; or a
 * JSON object with these keys, in which redirected is the list of directories that are translated to ENV's
 * site-packages (policy has them), packages is a list of {"name", "version"}, and size is in bytes. fault is
 * the message of env_fault(), an additional line or key; or NULL. */
void info(const struct env *env, const char *fault, const struct policy *policy, bool json, struct text *out);
