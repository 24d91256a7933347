// SPDX-License-Identifier: MIT
// Introspection: queries of an interpreter about itself, by tools that find interpreters or make
// environments.
#pragma once

#include <stdbool.h>

/* Is this the command line of such a query (virtualenv, uv, pex, findpython, poetry, pipenv, pre-commit, ...;
 * the table in introspection.c has them), or of one that makes an environment ("-m venv")? The tool asks for
 * the version, the prefix or the paths of a base interpreter, in order to list it or to make an environment
 * of it. With ENV's answer it would make an environment of another version than it reports, or store a wrong
 * answer in a cache. Tools that ask in order to use Python (CMake, Meson, configure scripts) are not in the
 * table: they will use ENV's.
 *
 * argv may be NULL. Async-signal-safe. */
bool introspection_is(char *const *argv);
