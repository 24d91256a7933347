// SPDX-License-Identifier: MIT
// An environment that an option took as its own argument, because the argument was left out: "--keep .venv
// pytest".
#pragma once

#include "runner/command_line.h"

/* For --keep, --keep-only and --env-file: a message with the right usage, allocated; or NULL. */
char *misplaced_env(const struct options *options);

/* For --chdir: adds the right usage to *why, an allocated message. */
void misplaced_env_chdir(const struct options *options, char **why);
