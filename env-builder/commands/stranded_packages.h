// SPDX-License-Identifier: MIT
// Packages that an environment's new interpreter does not see,
// as they were installed for another version of Python.
#pragma once

#include "common/env/env.h"

/* Says on standard error which packages of site, the environment's site-packages until now, Python of after's
 * version does not see, and how to have them again. Nothing where it is after's own still, or there are
 * none. */
void stranded_tell(const char *site, const struct env *after);
