// SPDX-License-Identifier: MIT
// The files on this machine that may be Python interpreters.
#pragma once

#include <stdbool.h>

#include "env-builder/spec.h"

/* Told of each file, whose path is absolute; returns true to end the search. */
typedef bool scan_function(void *ctx, const char *path);

/* Calls visit for each program under a name that spec could mean (NULL: any Python's), in the order that python_find()
 * promises: CPython before PyPy, the newest X.Y first, then PATH, managers.h's, /usr/local/bin, /usr/bin. A
 * directory of an environment stands for its base's. Nothing is run; one file may come under several names. */
void scan_pythons(const struct spec *spec, scan_function *visit, void *ctx);
