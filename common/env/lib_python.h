// SPDX-License-Identifier: MIT
// Which Python an environment's lib is for, by the names lib/pythonX.Y and lib/pypyX.Y.
#pragma once

#include "common/core/interp.h"

/* Finds the one version X.Y that root/lib has a directory of; python3.13 and python3.13t are one version.
 * Where only.minor is not -1, other versions are ignored. Symbolic links count only where there is no
 * directory: conda has a link python3.1 to python3.11. Returns 1 and *ret; 0 where there is no version, or
 * more than one; or a negative errno where the directory cannot be read. */
int lib_python_version(const char *root, struct interp only, struct interp *ret);
