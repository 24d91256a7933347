// SPDX-License-Identifier: MIT
// What the system's packages brought: their scripts run with the Python that they were made for,
// whatever environment is entered.
#pragma once

#include <stdbool.h>

#include "common/core/io.h"
#include "common/core/policy.h"

/* Is this a package manager, or a tool that works on what it has installed? Then it and all that it starts,
 * maintainer scripts and triggers, is the system's. By its name, in a directory of the system's programs,
 * be it through a link:
 *
 *	/usr/bin/dpkg	/sbin/apk	~/bin/dpkg -> /usr/bin/dpkg
 *	not: ~/bin/dpkg, /opt/x/bin/rpm
 *
 * Costs no system call for any other name. Async-signal-safe if io is, like the next. */
bool system_packages_manager(const struct exec_io *io, const char *path);

/* Is this a script for a Python of the system's, by where the file lies that path leads to?
 *
 *	/usr/bin/meson	/usr/share/x/y.py	/usr/lib/x/y.py
 *	not: /usr/local/bin/x, /usr/src/app/x, what is below the environment
 *
 * Below lib/pythonX.Y of any prefix that is no environment it is that Python's, and so not the system's where
 * X.Y is the environment's: what is there works with it as well. Nor is a script by which a project is told
 * what Python to use. False where there is no such file. */
bool system_packages_script(const struct policy *policy, const struct exec_io *io, const char *path);
