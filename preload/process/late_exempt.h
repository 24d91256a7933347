// SPDX-License-Identifier: MIT
// The late redirect of a Python that is exempt, or runs an exempt script: it runs as without venvrun.
#pragma once

#include "preload/process/started_python.h"

/* Returns whether this process stays as it is, because it is exempt. May execute another Python instead, and
 * then returns only if that fails. */
bool late_exempt(const struct started_python *python);
