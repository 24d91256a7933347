// SPDX-License-Identifier: MIT
// What somebody may have meant who named no environment but a command, a script or a project.
#pragma once

/* "did you mean 'venvrun -- pytest -x'?", allocated, for a name that stands in ENV's place before command;
 * NULL where nothing is likely. env is the environment that would be found without a name, NULL: none. */
char *command_hint(const char *name, char *const *command, const char *env);
