// SPDX-License-Identifier: MIT
// The late redirect: what no exec hook could see, a static parent, a raw system call, a descriptor, ends
// here.
#include "preload/process/late_redirect.h"

#include <elf.h>
#include <limits.h>
#include <link.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "common/core/behind.h"
#include "common/core/cmdline.h"
#include "common/core/envp.h"
#include "common/core/envp_plan.h"
#include "common/core/exec.h"
#include "common/core/exempt.h"
#include "common/core/interp.h"
#include "common/core/introspection.h"
#include "common/core/owner.h"
#include "common/core/path.h"
#include "common/core/reachable.h"
#include "common/core/release.h"
#include "common/core/search.h"
#include "preload/process/emulator.h"
#include "preload/process/leave.h"
#include "preload/process/name.h"
#include "preload/process/origin.h"
#include "preload/process/python.h"
#include "preload/base/room.h"
#include "preload/process/strict.h"
#include "preload/base/state.h"
#include "preload/base/sys.h"
#include "preload/process/tracer.h"

#define STATUS_REFUSED 126 /* as a shell has it for what cannot be executed */

/* What the kernel put on the stack of this process (fs/binfmt_elf.c, create_elf_tables()). */
struct start {
	char **argv;
	char **envp;
	const char *execfn; /* the file that execve(2) was given: for a script, the script */
	bool secure;
	bool by_loader; /* the loader was executed, and told by its arguments what to load */
};

/* argv lies right before envp, with its count in front: ends[0] is argc. */
static char **find_argv(char **envp)
{
	char **p = envp - 1;

	if (*p)
		return NULL; /* environ has been replaced already */
	for (size_t argc = 0; argc < INT_MAX; argc++)
		if ((size_t) * --p == argc)
			return p + 1;
	return NULL;
}

static bool start_find(int argc, char **argv, char **envp, struct start *ret)
{
	bool given = argc >= 0 && argv && argv + argc + 1 == envp;
	struct start start = {.argv = argv, .envp = envp};

	if (!given) {
		start.envp = state_environ();
		start.argv = start.envp ? find_argv(start.envp) : NULL;
		if (!start.argv)
			return false;
	}
	char **p = start.envp;
	while (*p)
		p++;
	for (ElfW(auxv_t) *aux = (ElfW(auxv_t) *)(p + 1); aux->a_type != AT_NULL; aux++) {
		if (aux->a_type == AT_EXECFN)
			start.execfn = (const char *)aux->a_un.a_val;
		if (aux->a_type == AT_SECURE)
			start.secure = aux->a_un.a_val;
		/* Where the kernel has put the loader that a program names: it has named none. */
		if (aux->a_type == AT_BASE)
			start.by_loader = !aux->a_un.a_val;
	}
	*ret = start;
	return true;
}

/* The path under which this interpreter looks for its environment, and the version that its name asks for;
 * without one, *name stays what it is. */
static const char *started_as(const struct start *start, struct interp *name)
{
	const char *arg0 = start->argv[0] ? start->argv[0] : "", *file = start->execfn ? start->execfn : arg0;

	/* Python itself goes by argv[0] if that is a path. For a script, and through the loader ("ld.so
	 * /usr/bin/python3"), it is the interpreter's, while the file is the script or the loader. */
	if (path_dir_len(arg0) && interp_parse(path_base(arg0), name))
		return arg0;
	interp_parse(path_base(file), name);
	return file;
}

static bool is_left_alone(const struct state *state, const struct start *start, const struct interp *name,
	enum owner owner)
{
	const struct policy *policy = &state->policy;
	const char *why = NULL;

	if (owner == OWNER_FOREIGN)
		why = "it is another environment's";
	else if (!interp_agrees(name, policy->match, policy->major, policy->minor))
		why = name->minor < 0 ? "--match does not take its name" : TRACE_VERSION;
	else if (introspection_is(start->argv))
		why = "it is asked what it is, or to make an environment of itself";
	if (why)
		trace_unredirected(state, name, why);
	return why != NULL;
}

/* This process is a Python that is not to take the environment's in its place, as that cannot be. With a
 * strict policy it ends before it has done anything, as no call of ours has started it. */
static void give_up(const struct state *state, const char *started, enum exec_escape escape)
{
	if (!state->policy.strict)
		return;
	strict_refuse_file(started, escape);
	sys_call(SYS_exit_group, STATUS_REFUSED, 0, 0, 0, 0, 0);
}

/* Can the environment's interpreter be executed from here? */
static bool is_reachable(const struct state *state, const struct interp *name, const char *started)
{
	_Alignas(void *) char buf[REACHABLE_ROOM];
	struct exec_io io = state_io();

	if (!reachable_environment(&state->policy, &io, buf, sizeof buf))
		return true;
	trace_unredirected(state, name, exec_escape_name(ESCAPE_UNREACHABLE));
	give_up(state, started, ESCAPE_UNREACHABLE);
	return false;
}

static enum owner owner_at(const struct state *state, const char *path)
{
	struct exec_io io = state_io();
	struct room room = {.left = 0};
	char *probe = room_take(&room, strlen(path) + OWNER_ROOM);
	enum owner ret = probe ? owner_of(&state->policy, &io, path, probe) : OWNER_FOREIGN;

	room_leave(&room);
	return ret;
}

/* Will the environment's own Python know where it is? It goes by argv[0] if that is a path, else by PATH. */
static bool knows_itself(const struct state *state, const struct start *start)
{
	char room[PATH_MAX];
	const char *found = start->argv[0] ? origin_find(start->argv[0], true, start->envp, room) : NULL;

	return found && owner_at(state, found) == OWNER_OURS;
}

/* Executes python with the arguments of this process, and an environment as wished;
 * comes back only where that fails. */
static void restart(const struct state *state, const struct start *start, const struct interp *name,
	const char *started, const char *python, struct envp_wish wish)
{
	struct room room = {.left = 0};
	size_t count = 0;
	while (start->argv[count])
		count++;
	char **args = room_take(&room, (count + 2) * sizeof *args);
	if (!args)
		return;
	args[0] = (char *)python;
	args[1] = NULL;
	for (size_t i = 1; i <= count; i++)
		args[i] = start->argv[i];
	struct envp_plan plan;
	char **envp = start->envp;
	if (envp_plan_measure(start->envp, &wish, &plan)) {
		size_t pointers = (plan.count + 1) * sizeof *envp;
		char **memory = room_take(&room, pointers + plan.text);
		if (memory)
			envp_plan_fill(&plan, envp = memory, (char *)memory + pointers);
	}
	trace_restart(state, name, started, start->argv, python);
	int error = sys_execve(python, args, envp);
	trace_restart_failed(state, python, -error);
	room_leave(&room);
}

static bool is_bare(const struct start *start)
{
	return !start->argv[0] || !path_dir_len(start->argv[0]);
}

/* Is what this interpreter runs, or itself, exempt? The environment's own, where it was asked for by its
 * path, is not, unless it is released with its script. */
static enum exempt find_exempt(const struct state *state, const struct start *start, const char *started,
	enum owner owner)
{
	const struct policy *policy = &state->policy;
	const char *script = owner != OWNER_FOREIGN ? cmdline_python(start->argv) : NULL;
	struct exec_io io = state_io();
	enum exempt exempt = script ? exempt_script(policy, &io, script) : EXEMPT_NOT;

	if (owner == OWNER_OURS && !is_bare(start) && !exempt_is_released(exempt))
		return EXEMPT_NOT;
	if (!exempt && owner == OWNER_BASE)
		exempt = exempt_program(policy, &io, started, false);
	if (!exempt && start->execfn)
		exempt = exempt_kept(policy, &io, start->execfn, owner != OWNER_BASE);
	return exempt;
}

/* The Python that is to run in this one's place as what it runs is exempt: the one that its name leads to
 * without the environment, in room; or itself, where it would take itself for the environment's. NULL:
 * this one. */
static const char *other_than(const struct state *state, const struct start *start, const char *started,
	enum owner owner, char room[PATH_MAX])
{
	const char *path = envp_get(start->envp, "PATH");
	struct exec_io io = state_io();

	if (!is_bare(start))
		return NULL;
	if (owner == OWNER_OURS)
		return behind_find(&state->policy, &io, release_outer(&state->policy, start->envp),
			path ? path : SEARCH_DEFAULT, path_base(started), room, PATH_MAX);
	return knows_itself(state, start) ? started : NULL;
}

/* Returns whether this process stays as it is. */
static bool heal_exempt(const struct state *state, const struct start *start, const struct interp *name,
	const char *started, enum owner owner, enum exempt exempt)
{
	char room[PATH_MAX];
	bool released = exempt_is_released(exempt);
	const char *python = other_than(state, start, started, owner, room);

	if (!python && owner == OWNER_OURS && !released)
		return false;
	if (python && emulator_follows()) {
		struct exec_io io = state_io();
		struct envp_wish wish = envp_wish_of(&state->policy, &io, state->entry,
			policy_abi(&state->policy));
		wish.is_released = released;
		restart(state, start, name, started, python, wish);
	}
	bool kept = exempt == EXEMPT_KEEP || exempt == EXEMPT_KEEP_ONLY;
	trace_unredirected(state, name,
		kept ? "--keep names it"
		     : "it runs a script of the system's "
		       "packages");
	if (released)
		leave(state);
	return true;
}

/* Of a Python of that version. Not a part of late_redirect(): what it needs of the stack would be a page more
 * for every process. */
static __attribute__((noinline)) enum redirect_host heal_python(const struct state *state,
	const struct start *start, struct interp name)
{
	char room[PATH_MAX];
	const char *given = started_as(start, &name);
	/* Valgrind tells the name that it was given, and not what it has found by that. */
	const char *started = origin_find(given, !path_dir_len(given) && emulator_runs(), start->envp, room);
	started = started ? started : given;
	enum owner owner = owner_at(state, started);
	bool ours = owner == OWNER_OURS;

	enum exempt exempt = find_exempt(state, start, started, owner);
	if (exempt && heal_exempt(state, start, &name, started, owner, exempt))
		return HOST_OTHER;
	if (ours && knows_itself(state, start))
		return HOST_ENVIRONMENT;
	if (!ours && (is_left_alone(state, start, &name, owner) || !is_reachable(state, &name, started)))
		return HOST_OTHER;
	if (emulator_follows()) {
		char name_room[256];
		struct exec_io io = state_io();
		struct envp_wish wish = envp_wish_of(&state->policy, &io, state->entry,
			policy_abi(&state->policy));
		const char *python = ours
			? started
			: comm_interpreter(&state->policy, &io, started, name_room, sizeof name_room);
		char now[COMM_MAX + 1];
		name_get(now);
		wish.is_python = !ours;
		wish.name = comm_name(now, python);
		restart(state, start, &name, started, python, wish);
	} else {
		trace_stays(state, &name, started, ESCAPE_EMULATED);
		give_up(state, started, ESCAPE_EMULATED);
	}
	return ours ? HOST_ENVIRONMENT : HOST_PROGRAM;
}

/* Is this program, which is no Python, to be released with all that it starts? What our calls start is
 * already. */
static bool is_released(const struct state *state, const struct start *start)
{
	const char *file = start->by_loader ? start->argv[0] : start->execfn;
	struct exec_io io = state_io();

	return file && exempt_is_released(exempt_program(&state->policy, &io, file, false));
}

enum redirect_host late_redirect(int argc, char **argv, char **envp)
{
	const struct state *state = state_get();
	struct start start;
	struct interp name;

	if (!state || !start_find(argc, argv, envp, &start))
		return HOST_PROGRAM;
	if (start.secure) {
		state_disable();
		return HOST_OTHER;
	}
	if (!python_is_running(state, started_as(&start, &name), start.by_loader, &name)) {
		if (is_released(state, &start))
			leave(state);
		return HOST_PROGRAM;
	}
	return heal_python(state, &start, name);
}
