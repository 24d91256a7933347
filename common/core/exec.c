// SPDX-License-Identifier: MIT
// Which program really runs, and which must run instead.
#include "common/core/exec.h"

#include <string.h>

#include "common/core/bypass.h"
#include "common/core/comm.h"
#include "common/core/decide_interpreter.h"
#include "common/core/decide_script.h"
#include "common/core/decision.h"
#include "common/core/envp.h"
#include "common/core/envp_plan.h"
#include "common/core/exempt.h"
#include "common/core/interp.h"
#include "common/core/reachable.h"
#include "common/core/search.h"

/* For a search by env(1). Where PATH needs more, env itself searches. */
#define ENV_SEARCH_ROOM 320
_Static_assert(2 * ENV_SEARCH_ROOM >= REACHABLE_ROOM, "env_found and probe together hold it");

static enum exec_rule decide(struct decision *d)
{
	const struct exec_request *request = d->request;
	const char *path = request->file;
	struct interp name;

	if (request->search && !decision_has_slash(path))
		path = decision_find(d, d->found, d->found_room, request->search, path);
	d->plan->found = path;
	if (!path || !*path || (request->elsewhere && path[0] != '/'))
		return RULE_NONE;
	bool is_interpreter = interp_parse(path_base(path), &name);
	enum exempt exempt = bypass_exempt(d, path, is_interpreter);
	if (exempt && (is_interpreter || exempt_is_released(exempt)))
		return bypass_program(d, path, exempt);
	if (is_interpreter)
		return decide_interpreter(d, path, &name);

	enum exec_rule rule = decide_script(d, path);
	if (exempt && rule == RULE_NONE)
		rule = bypass_rule(exempt);
	if (rule != RULE_SHEBANG && !d->plan->argv_changes)
		return rule;
	/* A script that may not be executed is the kernel's to refuse. */
	d->plan->argv_changes = d->io->executable(path) == 0;
	if (!d->plan->argv_changes)
		d->plan->file = request->file;
	return d->plan->argv_changes ? rule : RULE_NONE;
}

/* Replaces the interpreter that was asked for by the environment's. In another root, or for another user,
 * that may not exist. Then nothing changes: that root's own Python runs, as it would below a program that was
 * started there. */
static void replace_interpreter(struct decision *d)
{
	struct exec_plan *plan = d->plan;

	/* env_found and probe are one piece of memory, and no longer needed. */
	plan->unreachable = reachable_environment(d->policy, d->io, d->env_found,
		d->env_room + d->probe_room);
	if (!plan->unreachable) {
		plan->file = comm_interpreter(d->policy, d->io, d->asked, plan->text + d->used,
			sizeof plan->text - d->used);
		return;
	}
	plan->rule = RULE_UNREACHABLE;
	plan->escape = ESCAPE_UNREACHABLE;
	plan->refused = d->policy->strict;
	plan->argv_changes = false;
	plan->count = 0;
}

/* The sizes of the three parts of the scratch memory. */
static size_t found_room(const struct exec_request *request)
{
	const size_t all = sizeof(void *) - 1;
	return request->search ? (search_room(request->search, request->file) + all) & ~all : 0;
}

static size_t env_room(const struct exec_request *request)
{
	size_t room = found_room(request);
	return room > ENV_SEARCH_ROOM ? room : ENV_SEARCH_ROOM;
}

static size_t probe_room(const struct exec_request *request)
{
	size_t found = env_room(request), file = strlen(request->file) + 1;
	return (found > file ? found : file) + OWNER_ROOM;
}

size_t exec_room(const struct exec_request *request)
{
	return found_room(request) + env_room(request) + probe_room(request);
}

/* The plan that changes nothing. All but the large arrays is set. */
static void clear(struct exec_plan *plan, const struct policy *policy, const struct exec_request *request)
{
	plan->rule = RULE_NONE;
	plan->escape = ESCAPE_NONE;
	plan->unreachable = 0;
	plan->refused = plan->released = plan->argv_changes = plan->env_changes = false;
	plan->image = (struct image){.abi = policy_abi(policy)};
	plan->found = plan->file = request->file;
	plan->count = plan->args = 0;
	while (request->argv && request->argv[plan->args])
		plan->args++;
}

/* Decides on the environment, once it is known what runs. */
static void measure_environment(const struct decision *d, const char *policy_entry)
{
	struct exec_plan *plan = d->plan;
	struct envp_wish wish = envp_wish_of(d->policy, d->io, policy_entry, plan->image.abi);

	wish.is_python = plan->argv_changes && (plan->rule == RULE_INTERPRETER || plan->rule == RULE_SHEBANG);
	if (wish.is_python)
		wish.name = comm_name(d->by_env ? d->asked : plan->found, plan->file);
	wish.is_released = plan->released || plan->rule == RULE_INTROSPECTION;
	wish.is_asan = d->is_asan;
	plan->env_changes = envp_plan_measure(d->request->envp, &wish, &plan->env);
}

size_t exec_measure(const struct policy *policy, const char *policy_entry, const struct exec_request *request,
	const struct exec_io *io, char *scratch, struct exec_plan *ret)
{
	struct decision d = {
		.policy = policy,
		.request = request,
		.io = io,
		.found = scratch,
		.found_room = found_room(request),
		.env_room = env_room(request),
		.probe_room = probe_room(request),
		.plan = ret,
	};
	size_t size = 0;

	d.env_found = scratch + d.found_room;
	d.probe = d.env_found + d.env_room;
	clear(ret, policy, request);
	ret->rule = envp_is_off(request->envp) ? bypass_released(&d) : decide(&d);
	if (ret->rule == RULE_INTERPRETER || ret->rule == RULE_SHEBANG)
		replace_interpreter(&d);
	measure_environment(&d, policy_entry);
	if (ret->argv_changes)
		size += (1 + ret->count + ret->args + 1) * sizeof(char *);
	if (ret->env_changes)
		size += (ret->env.count + 1) * sizeof(char *) + ret->env.text;
	return size;
}

struct exec_call exec_fill(const struct exec_plan *plan, const struct exec_request *request, void *memory)
{
	struct exec_call call = {plan->file, request->argv, request->envp};
	char **at = memory;

	if (plan->argv_changes) {
		call.argv = at;
		*at++ = (char *)plan->file;
		for (size_t i = plan->count; i-- > 0;)
			*at++ = (char *)plan->words[i];
		for (size_t i = 1; i < plan->args; i++)
			*at++ = request->argv[i];
		*at++ = NULL;
	}
	if (plan->env_changes) {
		call.envp = at;
		envp_plan_fill(&plan->env, at, (char *)(at + plan->env.count + 1));
	}
	return call;
}
