// SPDX-License-Identifier: MIT
// The files on this machine that may be Python interpreters.
#pragma once

#include <stdbool.h>

#include "env-builder/discovery/python_request.h"

/* Told of each file, whose path is absolute; returns true to end the search. */
typedef bool path_scan_visit(void *ctx, const char *path);

/* Calls visit for each program under a name that spec could mean (NULL: any Python's), in the order that
 * discovery_find() promises: CPython before PyPy, the newest X.Y first, then PATH, version_managers.h's,
 * /usr/local/bin, /usr/bin. A directory of an environment stands for its base's. Nothing is run; one file may
 * come under several names. */
void path_scan(const struct python_request *spec, path_scan_visit *visit, void *ctx);
