// SPDX-License-Identifier: MIT
// -r FILE where FILE is a lock: installs exactly what it names.
#pragma once

#include "env-builder/install/installer.h"

/* Installs what the locks of the request name. The wheels that a pylock.toml names become links on a local
 * page that the installer reads: it chooses one and checks its hash as for an index. Returns 0, or -1 and
 * *ret_why. */
int lock_install(const struct installer *installer, char **ret_why);

/* Is everything installed that the locks name; and, if the request consists of locks only, nothing else?
 * Returns 0, or -1 and *ret_why. */
int lock_install_check(const struct installer *installer, char **ret_why);
