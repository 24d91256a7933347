// SPDX-License-Identifier: MIT
// The environment that the command line selects, read and checked.
#pragma once

#include "common/env/env.h"
#include "runner/command_line.h"

/* Finds and reads the environment: the directory options->env, a bare name also in $WORKON_HOME and
 * ~/.virtualenvs; if none is named, $VIRTUAL_ENV, else the nearest .venv or venv in the directory that the
 * command runs in or above. Unless it is named by a path with a slash, or options->trust is set, it must be
 * trusted (trust.h). Returns 0 and *ret, which env_clear() frees; or -1 and an allocated message in *ret_why.
 * With options->info the interpreter may be missing: then *ret_fault is the allocated message about that,
 * else NULL. */
int select_env(const struct options *options, struct env *ret, char **ret_fault, char **ret_why);

/* Can this user execute the environment's interpreter? If not, base interpreters would run in its place.
 * Returns 0, or -1 and an allocated message in *ret_why. */
int select_env_usable(const struct env *env, char **ret_why);
