// SPDX-License-Identifier: MIT
// Packages that an environment's new interpreter cannot import: they are in the site-packages of another X.Y.
#pragma once

#include "common/env/env.h"

/* Warns of the packages in site, the old site-packages of the environment, with the command that installs
 * them again. Does nothing if site is still in use, or has no packages. */
void warn_stranded_packages(const char *site, const struct env *env);
