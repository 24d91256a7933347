// SPDX-License-Identifier: MIT
// The policy of one run, made from the environment and the options.
#include "runner/policy_builder.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/core/names.h"
#include "common/core/policy_format.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/text.h"
#include "runner/libc_io.h"

/* Does the file begin with "#!"? One that cannot be read fails later, when it is executed. */
static bool is_script(const char *path)
{
	char head[2];

	return libc_io.read(path, 0, head, sizeof(head)) == sizeof(head) && !memcmp(head, "#!", 2);
}

/* Adds the entries of list from index first on, as far as there is room. */
static void add_sites(const char **to, size_t *count, size_t most, const struct site_list *list, size_t first)
{
	for (; first < list->count && *count < most; first++)
		to[(*count)++] = list->path[first];
}

void policy_build_sites(struct policy *policy, const struct env *env, const struct site_dirs *sites,
	bool isolated)
{
	if (env->site && !env->system_site) {
		policy->site = env->site;
		add_sites(policy->base, &policy->bases, POLICY_BASES, &sites->base, 0);
	}
	if (!isolated)
		return;
	add_sites(policy->hide, &policy->hides, POLICY_HIDES, &sites->user, 0);
	if (!env->system_site)
		add_sites(policy->hide, &policy->hides, POLICY_HIDES, &sites->base, policy->bases);
}

/* Adds the patterns of --keep or --keep-only. Returns whether there was room. */
static bool add_keeps(struct policy *policy, const char *const *patterns, bool only)
{
	for (; *patterns; patterns++) {
		if (policy->keeps == POLICY_KEEPS)
			return false;
		policy->only |= (unsigned)only << policy->keeps;
		policy->keep[policy->keeps++] = *patterns;
	}
	return true;
}

int policy_build(const struct policy_parts *parts, struct policy *ret, char **ret_entry, char **ret_why)
{
	const struct env *env = parts->env;
	const struct options *options = parts->options;
	static const char name[] = POLICY_VARIABLE "=";
	size_t prefix = sizeof(name) - 1;
	static const char *const marks[] = {[ENV_VENV] = "pyvenv.cfg",
		[ENV_CONDA] = "conda-meta",
		[ENV_LEGACY] = "bin/activate_this.py",
		[ENV_PREFIX] = NULL};
	struct policy policy = {
		.env = env->root,
		.mark = marks[env->kind],
		.python = env->python,
		.lib = parts->lib,
		.lib32 = parts->lib32,
		.major = env->major,
		.minor = env->minor,
		.match = options->match,
		.strict = options->strict,
		.system_follows = options->system_follows,
		.trace = parts->trace,
		.root = parts->trace && !strcmp(parts->trace, TRACE_STDERR) ? getpid() : 0,
	};

	if (is_script(env->python)) {
		_cleanup_free_ char *quoted = text_quoted(env->python);
		*ret_why = text_format(
			"%s is a script and cannot replace interpreters; make the environment from the "
			"interpreter itself: venvbuild --list-pythons shows it",
			quoted);
		return -1;
	}
	if (!add_keeps(&policy, parts->keep, false) || !add_keeps(&policy, parts->keep_only, true)) {
		*ret_why = text_format(
			"more than %d patterns of --keep and --keep-only; one whose directory is a link "
			"counts twice; join some with *",
			POLICY_KEEPS);
		return -1;
	}
	policy_build_sites(&policy, env, parts->sites, options->isolated);
	size_t size = policy_format(NULL, 0, &policy);

	if (size > POLICY_MAX) {
		*ret_why = text_format(
			"the policy for this environment has %zu bytes, and the library reads at most %d: "
			"use shorter patterns of --keep, or shorter paths of the environment, its base "
			"interpreter and the library",
			size, POLICY_MAX);
		return -1;
	}
	char *entry = need(malloc(prefix + size));
	memcpy(entry, name, prefix);
	policy_format(entry + prefix, size, &policy);
	*ret = policy;
	*ret_entry = entry;
	return 0;
}
