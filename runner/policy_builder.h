// SPDX-License-Identifier: MIT
// The policy of one run, made from the environment and the options.
#pragma once

#include "common/core/policy.h"
#include "common/env/env.h"
#include "common/env/site_dirs.h"
#include "runner/command_line.h"

struct policy_parts {
	const struct env *env;
	const struct site_dirs *sites;
	const char *lib, *lib32; /* lib32 may be NULL */
	const char *trace;       /* as the policy has it */
	const struct options *options;
	char *const *keep, *const *keep_only; /* the patterns (runner/patterns.h) */
};

/* The policy, and its text as the entry "VENVRUN_POLICY=...", allocated. The policy's strings are those of
 * its parts: all must live as long. Returns 0, or -1 and an allocated sentence in *ret_why where the library
 * would not take the text, or ENV's interpreter is a script: that would start a base interpreter, which the
 * library would send back to it for ever. */
int policy_build(const struct policy_parts *parts, struct policy *ret, char **ret_entry, char **ret_why);

/* Sets which paths mean ENV's site-packages, and for --isolated which are hidden. Nothing means it where ENV
 * has none, or wants the system's beside its own (include-system-site-packages), which are then not hidden
 * either. Where there are more than the policy holds, the last in their order are left out: those that do not
 * exist. */
void policy_build_sites(struct policy *policy, const struct env *env, const struct site_dirs *sites,
	bool isolated);
