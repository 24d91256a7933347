// SPDX-License-Identifier: MIT
// Which environment is meant, and its contents read.
#pragma once

#include "common/env/env.h"
#include "runner/command_line.h"

/* Finds and reads the environment: the directory options->env; a bare name also in $WORKON_HOME and
 * ~/.virtualenvs; where none was named, $VIRTUAL_ENV, else the nearest .venv or venv at or above the
 * directory that the command runs in. One that was not named by a path with a slash must count (trust.h),
 * unless options->trust. Returns 0 and *ret, to be given back with env_clear(), or -1 and an allocated
 * sentence in *ret_why. Where options->info asks for no more than what is in it, its interpreter may be gone:
 * then *ret_fault is an allocated sentence that says so, else NULL. */
int select_env(const struct options *options, struct env *ret, char **ret_fault, char **ret_why);

/* Can this user execute its interpreter? Returns 0, or -1 and an allocated sentence in *ret_why: what is
 * started in it would be the base's then. */
int select_env_usable(const struct env *env, char **ret_why);
