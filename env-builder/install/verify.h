// SPDX-License-Identifier: MIT
// Checks after the installer has succeeded: its configuration may have sent the packages elsewhere.
#pragma once

#include "env-builder/install/installer.h"

/* Is each requested package in the environment? lines: requirements from pyproject.toml files. Warns of a
 * distribution that is installed twice. Returns 0, or -1 and *ret_why. */
int verify_installed(const struct installer *installer, const struct strings *lines, char **ret_why);
