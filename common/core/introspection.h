// SPDX-License-Identifier: MIT
// The makers of environments, when they ask an interpreter what it is.
#pragma once

#include <stdbool.h>

/* Is this the command line with which virtualenv (and with it tox and pre-commit) or uv asks an interpreter for its
 * prefix, version and paths? From a base interpreter they want the base's: of an environment's they would make an
 * environment whose base is an environment. argv may be NULL. Async-signal-safe. */
bool introspection_is(char *const *argv);
