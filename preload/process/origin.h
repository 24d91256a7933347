// SPDX-License-Identifier: MIT
// The path by which a Python will look for its environment.
#pragma once

#include <limits.h>
#include <stdbool.h>

/* The absolute path of name, which is a path, or, with by_path, a name that is searched in the PATH of envp:
 * name itself if it is absolute, else written to out. NULL: there is none, or it does not fit.
 * Async-signal-safe. */
const char *origin_find(const char *name, bool by_path, char *const *envp, char out[PATH_MAX]);
