// SPDX-License-Identifier: MIT
// The right command line for a name that is not an environment but a command, a script or a project.
#pragma once

/* "did you mean 'venvrun -- pytest -x'?", allocated, for a name in ENV's position before command, the
 * remaining words or NULL; NULL where there is no likely one. env is the environment that venvrun would find
 * without a name, or NULL. */
char *command_hint(const char *name, char *const *command, const char *env);
