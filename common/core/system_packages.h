// SPDX-License-Identifier: MIT
// Programs of the system's packages: their scripts run with the Python for which they were made, whatever
// environment is active. Async-signal-safe if io is.
#pragma once

#include <stdbool.h>

#include "common/core/io.h"
#include "common/core/policy.h"

/* Is this a package manager, or a tool for what one has installed? Then it and all that it starts, maintainer
 * scripts and triggers, runs as without venvrun. It has one of the known names, in a directory of the
 * system's programs, or is a link to such a file:
 *
 *	/usr/bin/dpkg	/sbin/apk	~/bin/dpkg -> /usr/bin/dpkg
 *	not: ~/bin/dpkg, /opt/x/bin/rpm
 *
 * Any other name costs no system call. */
bool system_packages_manager(const struct exec_io *io, const char *path);

/* Is this a script of a system package, by the directory of the file to which path leads?
 *
 *	/usr/bin/meson	/usr/share/x/y.py	/usr/lib/x/y.py
 *	not: /usr/local/bin/x, /usr/src/app/x, files below the environment
 *
 * Below lib/pythonX.Y of a prefix that is no environment it is one unless X.Y is the environment's version:
 * then it works with the environment's Python. Scripts by which a build system learns which Python to use are
 * none. False if the file does not exist. */
bool system_packages_script(const struct policy *policy, const struct exec_io *io, const char *path);
