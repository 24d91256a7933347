// SPDX-License-Identifier: MIT
// Where Python will take itself to be, from the name it was started by.
#pragma once

#include <limits.h>
#include <stdbool.h>

/* The absolute path of name, a path, or, where it has no slash and by_path is true, what the PATH of envp
 * leads to: name itself where it is absolute; what is written to out; or NULL, where there is nothing, or it
 * does not fit. Async-signal-safe. */
const char *origin_find(const char *name, bool by_path, char *const *envp, char out[PATH_MAX]);
