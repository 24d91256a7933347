// SPDX-License-Identifier: MIT
// The policy of one run, made from the environment and the options.
#pragma once

#include "common/core/policy.h"
#include "env-builder/env.h"
#include "runner/options.h"

/* The policy, and its text as the entry "VENVRUN_POLICY=...", allocated. lib32 may be NULL. The policy's strings are
 * those of env, the libraries and the options: all must live as long. Returns 0, or -1 and an allocated sentence in
 * *ret_why where the library would not take the text, or ENV's interpreter is a script: that would start a base
 * interpreter, which the library would send back to it for ever. */
int policy_make(const struct env *env, const char *lib, const char *lib32, const struct options *options,
	struct policy *ret, char **ret_entry, char **ret_why);
