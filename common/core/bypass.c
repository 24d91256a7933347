// SPDX-License-Identifier: MIT
// Decides on what is exempt or released.
#include "common/core/bypass.h"

#include "common/core/cmdline.h"
#include "common/core/count.h"
#include "common/core/env_bin.h"
#include "common/core/envp.h"
#include "common/core/release.h"
#include "common/core/search.h"
#include "common/core/str.h"

const char *bypass_name(const struct decision *d, const char *path)
{
	const struct exec_request *request = d->request;
	const char *arg0 = decision_arg0(d), *base = path_base(path);

	if (!env_bin_contains(d->policy, path))
		return NULL;
	if (request->search && !decision_has_slash(request->file))
		return request->file;
	/* A shell has searched, and argv[0] is the name. */
	return str_equal(arg0, base) ? base : NULL;
}

/* The program to which the name leads without the environment, in d->env_found; NULL: there is none. search
 * is the PATH; NULL: that of the program's environment. */
static const char *find_other(struct decision *d, const char *search, const char *name)
{
	char *const *envp = d->request->envp;
	const char *path = search ? search : envp_get(envp, "PATH");

	return env_bin_search_past(d->policy, d->io, release_outer(d->policy, envp),
		path ? path : SEARCH_DEFAULT, name, d->env_found, d->env_room);
}

enum exec_rule bypass_rule(enum exempt exempt)
{
	if (exempt == EXEMPT_KEEP)
		return RULE_KEEP;
	return exempt == EXEMPT_KEEP_ONLY ? RULE_KEEP_ONLY : RULE_SYSTEM;
}

enum exec_rule bypass_run(struct decision *d, const char *path, enum exempt exempt)
{
	struct exec_plan *plan = d->plan;
	const char *name = bypass_name(d, path),
		   *other = name ? find_other(d, d->request->search, name) : NULL;

	plan->released = exempt_is_released(exempt);
	/* What is followed has ENV in its PATH, where Python would find ENV's by a bare name. */
	if (!other && !plan->released && plan->args && !decision_has_slash(d->request->argv[0]))
		other = path;
	if (other) {
		plan->argv_changes = true;
		plan->file = other;
	}
	return bypass_rule(exempt);
}

enum exec_rule bypass_program(struct decision *d, const char *path, enum exempt exempt)
{
	const char *name = bypass_name(d, path),
		   *other = name ? find_other(d, d->request->search, name) : NULL;

	if (other && !exempt_program(d->policy, d->io, other, false)) {
		d->plan->released = exempt_is_released(exempt);
		return bypass_rule(exempt);
	}
	return bypass_run(d, path, exempt);
}

bool bypass_is_out_of_sight(const struct decision *d, const char *script)
{
	return script && d->request->elsewhere && script[0] != '/' &&
		(d->policy->keeps || !d->policy->system_follows);
}

enum exec_rule bypass_env(struct decision *d, enum exempt exempt, const char *const *words, size_t count)
{
	struct exec_plan *plan = d->plan;
	enum exec_rule rule = bypass_rule(exempt);
	const char *other = NULL;

	plan->released = exempt_is_released(exempt);
	if (!plan->released && !decision_has_slash(words[0]))
		other = find_other(d, NULL, words[0]);
	if (!other)
		return rule;
	while (--count)
		if (!decision_push(plan, words[count]))
			return rule;
	plan->argv_changes = true;
	plan->file = other;
	return rule;
}

static bool is_shell(const char *path)
{
	static const char shells[][6] = {"ash", "bash", "csh", "dash", "fish", "ksh", "lksh", "mksh", "posh",
		"rbash", "rksh", "rzsh", "sh", "tcsh", "yash", "zsh"};
	const char *base = path_base(path);

	for (size_t i = 0; i < COUNT(shells); i++)
		if (str_equal(base, shells[i]))
			return true;
	return false;
}

enum exempt bypass_exempt(const struct decision *d, const char *path, bool is_interpreter)
{
	const struct policy *policy = d->policy;
	bool by_text = is_interpreter && policy->keeps && decision_owner(d, path) != OWNER_BASE;
	enum exempt exempt = exempt_program(policy, d->io, path, by_text);
	const char *script = !exempt && policy->keeps && is_shell(path) ? cmdline_shell(d->request->argv)
									: NULL;

	if (!script || (d->request->elsewhere && script[0] != '/'))
		return exempt;
	return exempt_kept(policy, d->io, script, false);
}

enum exec_rule bypass_released(struct decision *d)
{
	const struct exec_request *request = d->request;
	const char *path = request->file;

	if (request->search && !decision_has_slash(path))
		path = decision_find(d, d->found, d->found_room, request->search, path);
	d->plan->found = path;
	d->plan->released = true;
	if (path && *path)
		bypass_run(d, path, EXEMPT_KEEP);
	return RULE_OFF;
}
