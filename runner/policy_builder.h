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
	const char *trace;       /* trace_sink_path(); NULL: no trace */
	const struct options *options;
	const char *const *keep, *const *keep_only; /* patterns_resolve() */
};

/* Makes the policy, whose strings are those of its parts, and its text, the entry "VENVRUN_POLICY=...",
 * allocated. Returns 0, or -1 and an allocated message in *ret_why where the text is too long for the
 * library, or where ENV's interpreter is a script: it would start a base interpreter, which the library would
 * redirect to the script again. */
int policy_build(const struct policy_parts *parts, struct policy *ret, char **ret_entry, char **ret_why);

/* Sets the directories that are translated to ENV's site-packages, and with --isolated those that are hidden.
 * None are translated where ENV has no site-packages, or uses those of the system, too
 * (include-system-site-packages); these are not hidden either. Of too many, the last ones are left out: they
 * do not exist. */
void policy_build_sites(struct policy *policy, const struct env *env, const struct site_dirs *sites,
	bool isolated);
