// SPDX-License-Identifier: MIT
// What would really run, and what has to run in its place.
#include "common/core/exec.h"

#include <errno.h>
#include <string.h>

#include "common/core/bypass.h"
#include "common/core/comm.h"
#include "common/core/cmdline.h"
#include "common/core/count.h"
#include "common/core/decision.h"
#include "common/core/envp.h"
#include "common/core/exempt.h"
#include "common/core/interp.h"
#include "common/core/introspection.h"
#include "common/core/owner.h"
#include "common/core/linked.h"
#include "common/core/path.h"
#include "common/core/reachable.h"
#include "common/core/search.h"

#define DEPTH_MAX 5         /* scripts behind one another, as in the kernel's exec_binprm() */
#define ENV_SEARCH_ROOM 320 /* for env's search; where PATH needs more, env searches itself */
_Static_assert(2 * ENV_SEARCH_ROOM >= REACHABLE_ROOM, "the rooms of env's search and of the probe hold it");

const char *exec_rule_name(enum exec_rule rule)
{
	switch (rule) {
	case RULE_NONE:
		return "none";
	case RULE_INTERPRETER:
		return "interpreter";
	case RULE_SHEBANG:
		return "shebang";
	case RULE_ENVIRONMENT:
		return "environment";
	case RULE_FOREIGN:
		return "foreign";
	case RULE_KEEP:
		return "keep";
	case RULE_KEEP_ONLY:
		return "keep-only";
	case RULE_INTROSPECTION:
		return "introspection";
	case RULE_OFF:
		return "off";
	case RULE_UNREACHABLE:
		return "unreachable";
	case RULE_SYSTEM:
		return "system";
	}
	return "none";
}

const char *exec_escape_name(enum exec_escape escape)
{
	switch (escape) {
	case ESCAPE_NONE:
		break;
	case ESCAPE_STATIC:
		return "it is a static program";
	case ESCAPE_GO:
		return "it is a Go program, which makes system calls past libc";
	case ESCAPE_SET_ID:
		return "it is a set-user-id or set-group-id program, or has capabilities";
	case ESCAPE_FOREIGN:
		return "it is a program for another machine, or there is no library for its ABI";
	case ESCAPE_EMULATED:
		return "the environment's interpreter would leave the emulator that runs it";
	case ESCAPE_UNREACHABLE:
		return "the environment's interpreter cannot be executed from here";
	}
	return "it can be followed";
}

static bool agrees(const struct decision *d, const struct interp *name)
{
	return interp_agrees(name, d->policy->match, d->policy->major, d->policy->minor);
}

/* Where "python3.6" may be called by its full path although no such file is there. */
static bool is_system_dir(const char *path)
{
	static const char dirs[][16] = {"/usr/bin/", "/bin/", "/usr/local/bin/"};
	size_t n = path_dir_len(path);

	for (size_t i = 0; i < COUNT(dirs); i++)
		if (n == strlen(dirs[i]) && !memcmp(path, dirs[i], n))
			return true;
	return false;
}

/* path is an interpreter by its name, to be executed itself. */
static enum exec_rule decide_interpreter(struct decision *d, const char *path, const struct interp *name)
{
	struct exec_plan *plan = d->plan;
	const char *arg0 = plan->args ? d->request->argv[0] : "";
	const char *script = cmdline_python(d->request->argv);
	struct interp ignored;
	enum owner whose = decision_owner(d, path);
	enum exempt exempt = EXEMPT_NOT;

	if (whose != OWNER_FOREIGN && bypass_is_out_of_sight(d, script) && d->io->executable(path) == 0)
		return RULE_NONE;
	if (whose != OWNER_FOREIGN && script)
		exempt = exempt_script(d->policy, d->io, script);
	switch (whose) {
	case OWNER_FOREIGN:
		return RULE_FOREIGN;
	case OWNER_OURS:
		if (exempt && (exempt_is_released(exempt) || bypass_name(d, path)))
			return bypass_run(d, path, exempt);
		/* Python finds its environment by argv[0], and a bare name by PATH: that need not lead
		 * here. */
		if (!decision_has_slash(arg0)) {
			plan->argv_changes = true;
			plan->file = path;
		}
		return RULE_ENVIRONMENT;
	case OWNER_BASE:
		if (exempt)
			return bypass_run(d, path, exempt);
		break;
	}
	if (!agrees(d, name))
		return RULE_NONE;
	if (introspection_is(d->request->argv))
		return RULE_INTROSPECTION;
	if (d->io->executable(path) != 0 &&
		(name->minor < 0 || !is_system_dir(path) || d->io->exists(path) == 0))
		return RULE_NONE;
	/* Started under another environment's name, it is that environment's. */
	if (decision_has_slash(arg0) && interp_parse(path_base(arg0), &ignored) &&
		decision_owner(d, arg0) == OWNER_FOREIGN)
		return RULE_FOREIGN;
	plan->argv_changes = true;
	d->asked = path;
	return RULE_INTERPRETER;
}

/* The interpreter of a script is env(1), which would search the PATH of the program's environment. */
static __attribute__((noinline)) enum exec_rule decide_env(struct decision *d, const char *script, char *arg)
{
	const char *words[EXEC_WORDS];
	struct interp name;
	size_t count = arg ? shebang_env(arg, words, EXEC_WORDS) : 0;

	if (!count || !interp_parse(path_base(words[0]), &name))
		return RULE_NONE;
	enum exempt exempt = exempt_script(d->policy, d->io, script);
	if (exempt)
		return bypass_env(d, exempt, words, count);
	if (!agrees(d, &name))
		return RULE_NONE;
	const char *file = words[0];
	if (!decision_has_slash(file)) {
		const char *path = envp_get(d->request->envp, "PATH");
		path = path ? path : SEARCH_DEFAULT;
		if (search_room(path, file) > d->env_room)
			return RULE_NONE;
		/* Not where the script itself may have been found. */
		file = decision_find(d, d->env_found, d->env_room, path, file);
	}
	if (file && decision_owner(d, file) == OWNER_FOREIGN)
		return RULE_FOREIGN;
	while (--count)
		if (!decision_push(d->plan, words[count]))
			return RULE_NONE;
	d->asked = words[0];
	d->by_env = true;
	return RULE_SHEBANG;
}

static bool is_env(const char *path)
{
	const char *base = path_base(path);
	return strlen(base) == 3 && !memcmp(base, "env", 3);
}

/* Where the system keeps its programs there are none built with a sanitizer: no need to look into them. */
static bool is_system_program(const char *path)
{
	return path_under(path, "/usr") || path_under(path, "/bin") || path_under(path, "/sbin");
}

/* Does what a program is linked to let it get away? head lies in plan->text, behind the words of scripts:
 * from there on that is free for another look. */
static enum exec_escape linked_escape(struct decision *d, const char *path, const char *head)
{
	char *buf = d->plan->text + (head - d->plan->text);
	size_t room = sizeof d->plan->text - (size_t)(head - d->plan->text);

	/* The loader itself has no loader, and does what LD_PRELOAD says. */
	if (d->plan->image.is_static)
		return linked_is_loader(d->io, path, buf, room) ? ESCAPE_NONE : ESCAPE_STATIC;
	return linked_is_go(d->io, path, buf, room) ? ESCAPE_GO : ESCAPE_NONE;
}

/* The program that runs in the end is no Python: what kind of file is it? */
static enum exec_rule decide_program(struct decision *d, const char *path, const char *head, size_t n)
{
	struct exec_plan *plan = d->plan;

	if (!image_parse(head, n, &plan->image))
		return RULE_NONE;
	/* head lies in plan->text, which is free for another look as long as no script's words are in it. */
	if (!plan->image.is_static && !plan->count && !is_system_program(path))
		d->is_asan = image_needs(d->io, path, "libasan.so:libclang_rt.asan", plan->text);
	if (!d->policy->strict && !d->policy->trace && !d->request->thorough)
		return RULE_NONE;
	if (d->io->set_id(path) > 0)
		plan->escape = ESCAPE_SET_ID;
	else if (!policy_lib(d->policy, plan->image.abi))
		plan->escape = ESCAPE_FOREIGN;
	else
		plan->escape = linked_escape(d, path, head);
	plan->refused = plan->escape && d->policy->strict;
	return RULE_NONE;
}

/* May a script's interpreter be replaced? One that is not there may: the environment's is. A directory, or a
 * file that must not be executed, is the kernel's to refuse. */
static bool is_startable(const struct decision *d, const char *interp)
{
	int error = d->io->executable(interp);
	return !error || error == -ENOENT || error == -ENOTDIR;
}

/* Follows the shebangs from path to an interpreter. words[] collects what the kernel would put in front of
 * the arguments, last one first. */
static enum exec_rule follow(struct decision *d, const char *path)
{
	struct exec_plan *plan = d->plan;
	size_t used = 0;

	for (int depth = 0; depth < DEPTH_MAX && used <= EXEC_TEXT; depth++) {
		char *head = plan->text + used;
		struct shebang line;
		struct interp name;
		enum exempt exempt;
		long n = d->io->read(path, 0, head, SHEBANG_MAX);
		d->used = (unsigned short)(used + SHEBANG_MAX);
		if (n <= 0)
			return RULE_NONE;
		if (!shebang_parse(head, (size_t)n, &line))
			return decide_program(d, path, head, (size_t)n);
		if (!decision_push(plan, path) || (d->request->elsewhere && line.interp[0] != '/'))
			return RULE_NONE;
		if (is_env(line.interp))
			return decide_env(d, path, line.arg);
		if (line.arg && !decision_push(plan, line.arg))
			return RULE_NONE;
		if (interp_parse(path_base(line.interp), &name)) {
			d->asked = line.interp;
			switch (decision_owner(d, line.interp)) {
			case OWNER_OURS:
				return RULE_ENVIRONMENT;
			case OWNER_FOREIGN:
				return RULE_FOREIGN;
			case OWNER_BASE:
				exempt = exempt_script(d->policy, d->io, path);
				if (exempt) {
					plan->released = exempt_is_released(exempt);
					return bypass_rule(exempt);
				}
				return agrees(d, &name) && is_startable(d, line.interp) ? RULE_SHEBANG
											: RULE_NONE;
			}
		}
		path = line.interp;
		const char *end = line.arg ? line.arg : line.interp;
		used = (size_t)(end - plan->text) + strlen(end) + 1;
	}
	return RULE_NONE;
}

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

	enum exec_rule rule = follow(d, path);
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

/* The environment's interpreter takes the place of the one that was asked for. In another root, or as another
 * user, it may not be there. Then nothing is changed: the root's own Python runs,
 * as it would below a program that was started there. */
static void take_place(struct decision *d)
{
	struct exec_plan *plan = d->plan;

	/* What env has found, and what was probed, is done with. */
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

struct envp_wish exec_wish(const struct policy *policy, const struct exec_io *io, const char *policy_entry,
	enum abi abi)
{
	const char *lib = policy_lib(policy, abi);
	int error = lib ? io->exists(lib) : 0;

	/* In another root, or for another user, there may be none,
	 * and the loader would say so in the program's output. */
	if (error == -ENOENT || error == -ENOTDIR || error == -EACCES)
		lib = NULL;
	return (struct envp_wish){
		.policy = policy_entry,
		.lib = lib,
		.stray = {policy->lib == lib ? NULL : policy->lib,
			policy->lib32 == lib ? NULL : policy->lib32},
		.left = policy,
	};
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
	ret->file = request->file;
	ret->count = ret->args = 0;
	ret->argv_changes = ret->env_changes = false;
	ret->escape = ESCAPE_NONE;
	ret->unreachable = 0;
	ret->refused = false;
	ret->found = request->file;
	ret->image = (struct image){.abi = policy_abi(policy)};
	ret->released = false;
	while (request->argv && request->argv[ret->args])
		ret->args++;
	ret->rule = envp_is_off(request->envp) ? bypass_released(&d) : decide(&d);
	if (ret->rule == RULE_INTERPRETER || ret->rule == RULE_SHEBANG)
		take_place(&d);

	struct envp_wish wish = exec_wish(policy, io, policy_entry, ret->image.abi);
	wish.is_python = ret->argv_changes && (ret->rule == RULE_INTERPRETER || ret->rule == RULE_SHEBANG);
	if (wish.is_python)
		wish.name = comm_name(d.by_env ? d.asked : ret->found, ret->file);
	wish.is_released = ret->released || ret->rule == RULE_INTROSPECTION;
	wish.is_asan = d.is_asan;
	ret->env_changes = envp_plan_measure(request->envp, &wish, &ret->env);
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
