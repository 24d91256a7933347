// SPDX-License-Identifier: MIT
// The dependencies in the [project] table of a pyproject.toml (PEP 621).
#pragma once

#include "common/tool/strings.h"
#include "env-builder/install/installer.h"

/* Reads the file with the environment's interpreter, by tomllib, or before 3.11 by the reader in the pip
 * package. Adds each dependency to list. If there are none, it warns, and names the optional dependencies and
 * groups that it ignores. Returns 0, or -1 and *ret_why; a project that excludes this version of Python is
 * refused. */
int pyproject_read(const char *file, const struct installer *installer, struct strings *list, char **ret_why);
