// SPDX-License-Identifier: MIT
// The finders of interpreters and the makers of environments, when they ask an interpreter what it is.
#pragma once

#include <stdbool.h>

/* Is this the command line with which a tool (virtualenv, uv, pex, findpython, poetry, pipenv, pre-commit,
 * ...; the table in introspection.c has them) asks an interpreter for its version, prefix or paths, in order
 * to list it or to make an environment of it, or with which it makes one ("-m venv")? From a base interpreter
 * they want the base's answer: with another's they would make an environment of another version than they
 * say, or keep a wrong answer in a cache. Who asks in order to use Python (CMake, Meson, configure scripts)
 * is not meant: what he uses then is the environment's.
 *
 * argv may be NULL. Async-signal-safe. */
bool introspection_is(char *const *argv);
