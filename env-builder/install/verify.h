// SPDX-License-Identifier: MIT
// Is what was asked for in the environment, once the installer says so? What it is configured to do may be
// something else.
#pragma once

#include "env-builder/install/installer.h"

/* lines: requirements that no option names, NULL-terminated or NULL. Tells, too, what is there twice. Returns
 * 0, or -1 and *ret_why. */
int verify_installed(const struct installer *toolbox, const char *const *lines, char **ret_why);
