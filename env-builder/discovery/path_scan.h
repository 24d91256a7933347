// SPDX-License-Identifier: MIT
// The programs on this machine that may be Python interpreters.
#pragma once

#include <stdbool.h>

#include "env-builder/discovery/python_request.h"

/* Called with the absolute path of each program; returns true to end the search. */
typedef bool path_scan_visit(void *ctx, const char *path);

/* Calls visit for each program whose name fits the request (NULL: any Python). Order: CPython before PyPy,
 * the newest X.Y first, names without a minor version last; for one name the directories of PATH, those of
 * version_managers.h, /usr/local/bin, /usr/bin. The directory of an environment is replaced by that of its
 * base. Nothing is run. One program may occur under several names. */
void path_scan(const struct python_request *request, path_scan_visit *visit, void *ctx);
