// SPDX-License-Identifier: MIT
// -r FILE where FILE is a lock: what it names is installed, checked, and nothing else.
#pragma once

#include <stdbool.h>

#include "env-builder/cli/options.h"
#include "env-builder/install/installer.h"

/* Is the file that -r names a pylock.toml or pylock.NAME.toml (PEP 751)? Anybody's will do. */
bool locked_is_pylock(const char *file);
/* Is it one of these, or a list that --lock wrote? */
bool locked_is(const char *file);

/* Installs what the locks among the options' -r name. The wheels of a pylock.toml are links on a page that
 * the installer is given, so that it chooses and checks them as those of an index. Returns 0, or -1 and
 * *ret_why. */
int locked_install(const struct installer *toolbox, char **ret_why);

/* Is what they name installed now; and, unless something else was asked for, nothing besides? Returns 0, or
 * -1 and *ret_why. */
int locked_check(const struct installer *toolbox, char **ret_why);
