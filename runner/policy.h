// SPDX-License-Identifier: MIT
// The policy of one run, made from the environment and the options.
#pragma once

#include "common/core/policy.h"
#include "env-builder/env.h"

/* The policy, and its text as the entry "VENVRUN_POLICY=...", allocated. The policy's strings are
 * env's and lib's own: both must live as long. Returns 0, or -1 and an allocated sentence in
 * *ret_why where the text would be longer than the library takes. */
int policy_make(const struct env *env, const char *lib, enum interp_match match, struct policy *ret,
	char **ret_entry, char **ret_why);
