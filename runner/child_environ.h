// SPDX-License-Identifier: MIT
// What the command finds in its environment variables: what activation would set, and what carries
// us along.
#pragma once

#include "common/env/env.h"
#include "runner/command_line.h"
#include "runner/environ_list.h"

/* Sets VIRTUAL_ENV, VIRTUAL_ENV_PROMPT, PATH with ENV/bin first and what conda sets for a prefix of
 * its own, removes what would send Python elsewhere (for --isolated PYTHONPATH and the user's site
 * directory as well); then the environment's own variables, those of
 * --env-file, those of --env. Returns 0, or -1 and an allocated sentence in *ret_why. */
int child_environ_set(struct environ_list *v, const struct env *env, const struct options *options,
	char **ret_why);

/* Makes the loader load lib and the library find the policy, whose text is given, in place of an
 * outer venvrun's. The caller's other libraries keep their order behind ours. */
void child_environ_preload(struct environ_list *v, const char *lib, const char *policy);
