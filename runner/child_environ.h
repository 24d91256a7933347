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
int activate(struct vars *v, const struct env *env, const struct options *options, char **ret_why);

/* Makes the loader load lib and the library find the policy, whose text is given, in place of an
 * outer venvrun's. The caller's other libraries keep their order behind ours. */
void activate_library(struct vars *v, const char *lib, const char *policy);
