// SPDX-License-Identifier: MIT
// The environment variables of the command: those of an activated environment, and those of the library.
#pragma once

#include "common/env/env.h"
#include "runner/command_line.h"
#include "runner/environ_list.h"

/* Sets VIRTUAL_ENV, VIRTUAL_ENV_PROMPT, PATH with ENV/bin first and, for a conda environment, the variables
 * of conda; removes those that would change Python's paths (with --isolated PYTHONPATH and the user site
 * directory, too). Then sets the environment's own variables, those of --env-file and those of --env. Returns
 * 0, or -1 and an allocated message in *ret_why. */
int child_environ_set(struct environ_list *vars, const struct env *env, const struct options *options,
	char **ret_why);

/* Sets LD_PRELOAD and VENVRUN_POLICY: the loader loads lib, which reads policy. Replaces the library and the
 * policy of an outer venvrun; other libraries in LD_PRELOAD follow in their order. */
void child_environ_preload(struct environ_list *vars, const char *lib, const char *policy);
