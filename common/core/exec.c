// SPDX-License-Identifier: MIT
// What would really run, and what has to run in its place.
#include "common/core/exec.h"

#include <errno.h>
#include <string.h>

#include "common/core/behind.h"
#include "common/core/called.h"
#include "common/core/cmdline.h"
#include "common/core/exempt.h"
#include "common/core/interp.h"
#include "common/core/introspection.h"
#include "common/core/owner.h"
#include "common/core/linked.h"
#include "common/core/path.h"
#include "common/core/reachable.h"
#include "common/core/search.h"

#define DEPTH_MAX 5		/* scripts behind one another, as in the kernel's exec_binprm() */
#define ENV_SEARCH_ROOM 320	/* for env's search; where PATH needs more, env searches itself */

/* One decision under way: what was asked, and the caller's scratch memory in two parts. */
struct decision {
	const struct policy *policy;
	const struct exec_request *request;
	const struct exec_io *io;
	char *found;	   /* a path found by searching; then there is room for one that env finds */
	size_t found_room;
	char *probe;	   /* a path being looked at */
	size_t probe_room;
	struct exec_plan *plan;
	const char *asked; /* the interpreter whose place the environment's takes */
	unsigned short used; /* how much of the plan's text a script's lines and words have taken */
	bool by_env;	   /* env(1) would execute the interpreter, and not the kernel the script */
	bool is_asan;	   /* a program whose AddressSanitizer is a library */
};

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

static bool has_slash(const char *path)
{
	return path_dir_len(path) > 0;
}

/* Whose interpreter is it? One whose path does not fit the memory at hand is left alone, like a foreign one. */
static enum owner owner(const struct decision *d, const char *path)
{
	if (strlen(path) + OWNER_ROOM > d->probe_room)
		return OWNER_FOREIGN;
	return owner_of(d->policy, d->io, path, d->probe);
}

/* Does execvp(3) go on to the next directory? Any other error ends its search. */
static bool is_passed_over(int error)
{
	return error == -ENOENT || error == -ENOTDIR || error == -EACCES || error == -ESTALE || error == -ENODEV ||
		error == -ETIMEDOUT;
}

/* The first candidate in a PATH that can be executed, written to found. */
static const char *find(const struct decision *d, char *found, const char *path, const char *name)
{
	const char *file;

	if (search_room(path, name) > d->found_room)
		return NULL;
	while ((file = search_next(&path, name, found))) {
		if (d->request->elsewhere && file[0] != '/')
			return NULL;
		int error = d->io->executable(file);
		if (!error)
			return file;
		if (!is_passed_over(error))
			return NULL;
	}
	return NULL;
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

	for (size_t i = 0; i < sizeof dirs / sizeof *dirs; i++)
		if (n == strlen(dirs[i]) && !memcmp(path, dirs[i], n))
			return true;
	return false;
}

/* The name by which PATH led to a program of the environment's; NULL where it was asked for by its path. */
static const char *covered_name(const struct decision *d, const char *path)
{
	const struct exec_request *request = d->request;
	const char *arg0 = d->plan->args ? request->argv[0] : "", *base = path_base(path);

	if (!behind_covers(d->policy, path))
		return NULL;
	if (request->search && !has_slash(request->file))
		return request->file;
	/* A shell has searched, and says so. */
	return strlen(arg0) == strlen(base) && !memcmp(arg0, base, strlen(base)) ? base : NULL;
}

/* The program that such a name leads to without the environment, in memory that is free then; NULL where there is none. */
static const char *find_behind(struct decision *d, const char *name)
{
	const char *path = d->request->search ? d->request->search : envp_get(d->request->envp, "PATH");

	return behind_find(d->policy, d->io, path ? path : SEARCH_DEFAULT, name, d->found + d->found_room, d->found_room);
}

/* What is exempt runs as it would without the environment: also by a name, with which PATH led to ENV's. */
static enum exec_rule leave_alone(struct decision *d, const char *path, enum exempt exempt)
{
	struct exec_plan *plan = d->plan;
	const char *name = covered_name(d, path), *behind = name ? find_behind(d, name) : NULL;

	plan->released = exempt_is_released(exempt);
	/* ENV stays in the PATH of what is followed, where Python would find itself by a bare name. */
	if (!behind && !plan->released && plan->args && !has_slash(d->request->argv[0]))
		behind = path;
	if (behind) {
		plan->argv_changes = true;
		plan->file = behind;
	}
	return exempt == EXEMPT_KEEP || exempt == EXEMPT_KEEP_ONLY ? RULE_KEEP : RULE_SYSTEM;
}

/* A program that a pattern takes where PATH leads to without the environment, too, or that is asked for by its path. */
static enum exec_rule leave_program(struct decision *d, const char *path, enum exempt exempt)
{
	const char *name = covered_name(d, path), *behind = name ? find_behind(d, name) : NULL;

	if (behind && !exempt_program(d->policy, d->io, behind, false)) {
		d->plan->released = exempt_is_released(exempt);
		return RULE_KEEP;
	}
	return leave_alone(d, path, exempt);
}

/* A script that lies in another directory: the interpreter looks when it has been started (preload/heal.c). */
static bool is_out_of_sight(const struct decision *d, const char *script)
{
	return script && d->request->elsewhere && script[0] != '/' && (d->policy->keeps || !d->policy->system_follows);
}

/* path is an interpreter by its name, to be executed itself. */
static enum exec_rule decide_interpreter(struct decision *d, const char *path, const struct interp *name)
{
	struct exec_plan *plan = d->plan;
	const char *arg0 = plan->args ? d->request->argv[0] : "";
	const char *script = cmdline_python(d->request->argv);
	struct interp ignored;
	enum owner whose = owner(d, path);
	enum exempt exempt = EXEMPT_NOT;

	if (whose != OWNER_FOREIGN && is_out_of_sight(d, script) && d->io->executable(path) == 0)
		return RULE_NONE;
	if (whose != OWNER_FOREIGN && script)
		exempt = exempt_script(d->policy, d->io, script);
	switch (whose) {
	case OWNER_FOREIGN:
		return RULE_FOREIGN;
	case OWNER_OURS:
		if (exempt && (exempt_is_released(exempt) || covered_name(d, path)))
			return leave_alone(d, path, exempt);
		/* Python finds its environment by argv[0], and a bare name by PATH: that need not lead here. */
		if (!has_slash(arg0)) {
			plan->argv_changes = true;
			plan->file = path;
		}
		return RULE_ENVIRONMENT;
	case OWNER_BASE:
		if (exempt)
			return leave_alone(d, path, exempt);
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
	if (has_slash(arg0) && interp_parse(path_base(arg0), &ignored) && owner(d, arg0) == OWNER_FOREIGN)
		return RULE_FOREIGN;
	plan->argv_changes = true;
	d->asked = path;
	return RULE_INTERPRETER;
}

static bool push(struct exec_plan *plan, const char *word)
{
	if (plan->count == EXEC_WORDS)
		return false;
	plan->words[plan->count++] = word;
	return true;
}

/* The script of a Python is exempt, and env(1) is to find that: ENV's, as ENV comes first in PATH. Where it cannot be told here
 * which one that would be without it, env is started, and what it executes is looked at. */
static enum exec_rule leave_to_env(struct decision *d, enum exempt exempt, const char *const *words, size_t count)
{
	struct exec_plan *plan = d->plan;
	enum exec_rule rule = exempt == EXEMPT_SYSTEM ? RULE_SYSTEM : RULE_KEEP;
	const char *path = envp_get(d->request->envp, "PATH"), *behind = NULL;

	plan->released = exempt_is_released(exempt);
	if (!plan->released && !has_slash(words[0]))
		behind = behind_find(d->policy, d->io, path ? path : SEARCH_DEFAULT, words[0], d->found + d->found_room,
			d->found_room);
	if (!behind)
		return rule;
	while (--count)
		if (!push(plan, words[count]))
			return rule;
	plan->argv_changes = true;
	plan->file = behind;
	return rule;
}

/* The interpreter of a script is env(1), which would search the PATH of the program's environment. */
static enum exec_rule decide_env(struct decision *d, const char *script, char *arg)
{
	const char *words[EXEC_WORDS];
	struct interp name;
	size_t count = arg ? shebang_env(arg, words, EXEC_WORDS) : 0;

	if (!count || !interp_parse(path_base(words[0]), &name))
		return RULE_NONE;
	enum exempt exempt = exempt_script(d->policy, d->io, script);
	if (exempt)
		return leave_to_env(d, exempt, words, count);
	if (!agrees(d, &name))
		return RULE_NONE;
	const char *file = words[0];
	if (!has_slash(file)) {
		const char *path = envp_get(d->request->envp, "PATH");
		path = path ? path : SEARCH_DEFAULT;
		if (search_room(path, file) > d->found_room)
			return RULE_NONE;
		/* The script itself may have been found so. */
		file = find(d, d->found + d->found_room, path, file);
	}
	if (file && owner(d, file) == OWNER_FOREIGN)
		return RULE_FOREIGN;
	while (--count)
		if (!push(d->plan, words[count]))
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

/* Does what a program is linked to let it get away? In memory of its own, as a script's words may lie in the plan's. */
static __attribute__((noinline)) enum exec_escape linked_escape(const struct decision *d, const char *path)
{
	_Alignas(void *) char buf[LINKED_ROOM];

	/* The loader itself has no loader, and does what LD_PRELOAD says. */
	if (d->plan->image.is_static)
		return linked_is_loader(d->io, path, buf) ? ESCAPE_NONE : ESCAPE_STATIC;
	return linked_is_go(d->io, path, buf) ? ESCAPE_GO : ESCAPE_NONE;
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
		plan->escape = linked_escape(d, path);
	plan->refused = plan->escape && d->policy->strict;
	return RULE_NONE;
}

/* May a script's interpreter be replaced? One that is not there may: the environment's is. A directory, or a file that must
 * not be executed, is the kernel's to refuse. */
static bool is_startable(const struct decision *d, const char *interp)
{
	int error = d->io->executable(interp);
	return !error || error == -ENOENT || error == -ENOTDIR;
}

/* Follows the shebangs from path to an interpreter. words[] collects what the kernel would put in front of the
 * arguments, last one first. */
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
		if (!push(plan, path) || (d->request->elsewhere && line.interp[0] != '/'))
			return RULE_NONE;
		if (is_env(line.interp))
			return decide_env(d, path, line.arg);
		if (line.arg && !push(plan, line.arg))
			return RULE_NONE;
		if (interp_parse(path_base(line.interp), &name)) {
			d->asked = line.interp;
			switch (owner(d, line.interp)) {
			case OWNER_OURS:
				return RULE_ENVIRONMENT;
			case OWNER_FOREIGN:
				return RULE_FOREIGN;
			case OWNER_BASE:
				exempt = exempt_script(d->policy, d->io, path);
				if (exempt) {
					plan->released = exempt_is_released(exempt);
					return exempt == EXEMPT_SYSTEM ? RULE_SYSTEM : RULE_KEEP;
				}
				return agrees(d, &name) && is_startable(d, line.interp) ? RULE_SHEBANG : RULE_NONE;
			}
		}
		path = line.interp;
		const char *end = line.arg ? line.arg : line.interp;
		used = (size_t)(end - plan->text) + strlen(end) + 1;
	}
	return RULE_NONE;
}

static bool is_shell(const char *path)
{
	static const char shells[][5] = {"sh", "bash", "dash", "ash", "ksh", "mksh", "zsh"};
	const char *base = path_base(path);

	for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
		if (strlen(base) == strlen(shells[i]) && !memcmp(base, shells[i], strlen(base)))
			return true;
	return false;
}

/* Is this program exempt, or the script that it is handed as a shell? */
static enum exempt exempt_command(const struct decision *d, const char *path, bool is_interpreter)
{
	const struct policy *policy = d->policy;
	bool by_text = is_interpreter && policy->keeps && owner(d, path) != OWNER_BASE;
	enum exempt exempt = exempt_program(policy, d->io, path, by_text);
	const char *script = !exempt && policy->keeps && is_shell(path) ? cmdline_shell(d->request->argv) : NULL;

	if (!script || (d->request->elsewhere && script[0] != '/'))
		return exempt;
	return exempt_kept(policy, d->io, script, false);
}

static enum exec_rule decide(struct decision *d)
{
	const struct exec_request *request = d->request;
	const char *path = request->file;
	struct interp name;

	if (request->search && !has_slash(path))
		path = find(d, d->found, request->search, path);
	d->plan->found = path;
	if (!path || !*path || (request->elsewhere && path[0] != '/'))
		return RULE_NONE;
	bool is_interpreter = interp_parse(path_base(path), &name);
	enum exempt exempt = exempt_command(d, path, is_interpreter);
	if (exempt && (is_interpreter || exempt_is_released(exempt)))
		return leave_program(d, path, exempt);
	if (is_interpreter)
		return decide_interpreter(d, path, &name);

	enum exec_rule rule = follow(d, path);
	if (exempt && rule == RULE_NONE)
		rule = RULE_KEEP;
	if (rule != RULE_SHEBANG && !d->plan->argv_changes)
		return rule;
	/* A script that may not be executed is the kernel's to refuse. */
	d->plan->argv_changes = d->io->executable(path) == 0;
	if (!d->plan->argv_changes)
		d->plan->file = request->file;
	return d->plan->argv_changes ? rule : RULE_NONE;
}

/* The environment's interpreter takes the place of the one that was asked for. In another root, or as another user, it may not
 * be there. Then nothing is changed: the root's own Python runs, as it would below a program that was started there. */
static void take_place(struct decision *d)
{
	struct exec_plan *plan = d->plan;

	plan->unreachable = reachable_environment(d->policy, d->io);
	if (!plan->unreachable) {
		plan->file = called_python(d->policy, d->io, d->asked, plan->text + d->used, sizeof plan->text - d->used);
		return;
	}
	plan->rule = RULE_UNREACHABLE;
	plan->escape = ESCAPE_UNREACHABLE;
	plan->refused = d->policy->strict;
	plan->argv_changes = false;
	plan->count = 0;
}

/* The environment says VENVRUN=off. */
static enum exec_rule decide_released(struct decision *d)
{
	const struct exec_request *request = d->request;
	const char *path = request->file;

	if (request->search && !has_slash(path))
		path = find(d, d->found, request->search, path);
	d->plan->found = path;
	d->plan->released = true;
	if (path && *path)
		leave_alone(d, path, EXEMPT_KEEP);
	return RULE_OFF;
}

static size_t found_room(const struct exec_request *request)
{
	size_t room = request->search ? search_room(request->search, request->file) : 0;
	return room > ENV_SEARCH_ROOM ? room : ENV_SEARCH_ROOM;
}

static size_t probe_room(const struct exec_request *request)
{
	size_t found = found_room(request), file = strlen(request->file) + 1;
	return (found > file ? found : file) + OWNER_ROOM;
}

size_t exec_room(const struct exec_request *request)
{
	return 2 * found_room(request) + probe_room(request);
}

struct envp_wish exec_wish(const struct policy *policy, const struct exec_io *io, const char *policy_entry, enum abi abi)
{
	const char *lib = policy_lib(policy, abi);
	int error = lib ? io->exists(lib) : 0;

	/* In another root, or for another user, there may be none, and the loader would say so in the program's output. */
	if (error == -ENOENT || error == -ENOTDIR || error == -EACCES)
		lib = NULL;
	return (struct envp_wish){
		.policy = policy_entry,
		.lib = lib,
		.stray = {policy->lib == lib ? NULL : policy->lib, policy->lib32 == lib ? NULL : policy->lib32},
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
		.probe_room = probe_room(request),
		.plan = ret,
	};
	size_t size = 0;

	d.probe = scratch + 2 * d.found_room;
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
	ret->rule = envp_is_off(request->envp) ? decide_released(&d) : decide(&d);
	if (ret->rule == RULE_INTERPRETER || ret->rule == RULE_SHEBANG)
		take_place(&d);

	struct envp_wish wish = exec_wish(policy, io, policy_entry, ret->image.abi);
	wish.is_python = ret->argv_changes && (ret->rule == RULE_INTERPRETER || ret->rule == RULE_SHEBANG);
	if (wish.is_python)
		wish.name = called_name(d.by_env ? d.asked : ret->found, ret->file);
	wish.is_released = ret->released || ret->rule == RULE_INTROSPECTION;
	wish.is_asan = d.is_asan;
	ret->env_changes = envp_measure(request->envp, &wish, &ret->env);
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
		envp_fill(&plan->env, at, (char *)(at + plan->env.count + 1));
	}
	return call;
}
