// SPDX-License-Identifier: MIT
// The hooks that execute a program in place of the one that runs.
//
// Each is the function it replaces, with two differences: a base interpreter becomes the environment's, and
// the new program finds the policy and the library in its environment. Everything else is the caller's own
// pointers and the next function's own result. No heap, no lock, no PATH_MAX buffer: they are called in vfork
// children, in signal handlers and on stacks of a few KiB.
#include "common/core/envp.h"
#include "common/core/envp_plan.h"
#include "common/core/exec.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "common/core/interp.h"
#include "common/core/path.h"
#include "common/core/search.h"
#include "preload/base/errno.h"
#include "preload/hooks/hook.h"
#include "preload/base/user_memory.h"
#include "preload/process/redirect.h"
#include "preload/process/strict.h"
#include "preload/base/state.h"
#include "preload/base/sys.h"
#include "preload/hooks/syscall.h"
#include "preload/process/tracer.h"

/* Calls the next function of the given hook, one of the four that take an argv. */
static int pass(enum hook id, const char *file, char *const *argv, char *const *envp)
{
	switch (id) {
	case HOOK_execv:
		if (NEXT(execv))
			return NEXT(execv)(file, argv);
		break;
	case HOOK_execvp:
		if (NEXT(execvp))
			return NEXT(execvp)(file, argv);
		break;
	case HOOK_execvpe:
		if (NEXT(execvpe))
			return NEXT(execvpe)(file, argv, envp);
		break;
	case HOOK_syscall:
		if (NEXT(syscall))
			return (int)NEXT(syscall)(SYS_execve, (long)file, (long)argv, (long)envp, 0, 0, 0);
		break;
	default:
		if (NEXT(execve))
			return NEXT(execve)(file, argv, envp);
	}
	return (int)errno_return(sys_execve(file, argv, envp));
}

/* The function to call when the environment changes: what id does, with an environment. */
static enum hook with_environment(enum hook id)
{
	return id == HOOK_execvp ? HOOK_execvpe : id == HOOK_execv ? HOOK_execve : id;
}

/* A file that is not there, and has no interpreter's name that the environment's could stand in for: a PATH
 * search made of execve calls, as CPython's subprocess makes one, ends here for each directory but the
 * last. */
static bool is_missing(const char *file)
{
	struct interp ignored;

	return readable_name(file) && sys_exists(file) == -ENOENT && !interp_parse(path_base(file), &ignored);
}

/* The function that does what id does with arrays and a path. */
static enum hook with_arrays(enum hook id)
{
	switch (id) {
	case HOOK_execl:
		return HOOK_execv;
	case HOOK_execlp:
		return HOOK_execvp;
	case HOOK_execle:
	case HOOK_execveat:
		return HOOK_execve;
	default:
		return id;
	}
}

/* A call that executes came back with ret and errno. */
static int failed(const struct state *state, bool told, enum hook called, const char *file, int ret)
{
	if (told)
		trace_failed(state, called, file, errno_get());
	return ret;
}

/* What a call has in its frame: an environment of some forty variables, and what is needed to look at a
 * program. Less where the arguments are a list: the hook's frame holds their registers, and no form is to
 * need more stack than the others. */
enum { EXEC_ROOM = 1088, LIST_ROOM = EXEC_ROOM - 288 };

static int run_in(struct room *room, enum hook called, const char *file, char *const *argv, char *const *envp)
{
	enum hook id = with_arrays(called);
	const struct state *state = state_get();
	bool searches = id == HOOK_execvp || id == HOOK_execvpe;

	file = redirect_path(room, searches ? REDIRECT_NAME : AT_FDCWD, file);
	/* A bad pointer, or a name that is too long, is the kernel's to report. */
	if (!state || (!searches && is_missing(file)) || !readable_hold(room, &envp) ||
		!readable_call(file, argv, envp))
		return pass(id, file, argv, envp);

	const struct state *handed = state_handed(state, envp_nested(envp, state->entry), room);
	if (!handed)
		return pass(id, file, argv, envp);

	const char *path = searches ? readable_variable("PATH") : NULL;
	struct exec_request request = {
		.file = file,
		.search = searches && !path ? SEARCH_DEFAULT : path,
		.argv = argv,
		.envp = envp,
	};
	struct exec_io io = state_io();
	struct exec_plan plan;
	char *scratch = room_take(room, exec_room(&request));
	if (!scratch)
		return pass(id, file, argv, envp);
	size_t size = exec_measure(&handed->policy, handed->entry, &request, &io, scratch, &plan);
	bool told = trace_exec(state, called, &request, &plan, false);
	if (plan.refused)
		return failed(state, told, called, file, (int)errno_return(strict_refuse(&plan)));
	void *memory = size && sys_fits(size) ? room_take(room, size) : NULL;
	if (!memory)
		return failed(state, told, called, file, pass(id, file, argv, envp));

	struct exec_call call = exec_fill(&plan, &request, memory);
	if (plan.argv_changes)
		id = id == HOOK_syscall ? id : HOOK_execve;
	else
		id = with_environment(id);
	return failed(state, told, called, call.file, pass(id, call.file, call.argv, call.envp));
}

static int run(enum hook called, const char *file, char *const *argv, char *const *envp)
{
	ROOM(room, EXEC_ROOM);
	int ret = run_in(&room, called, file, argv, envp);

	room_leave(&room);
	return ret;
}

int hook_execve(const char *path, char *const *argv, char *const *envp)
{
	return run(HOOK_execve, path, argv, envp);
}

int hook_execv(const char *path, char *const *argv)
{
	return run(HOOK_execv, path, argv, state_environ());
}

int hook_execvp(const char *file, char *const *argv)
{
	return run(HOOK_execvp, file, argv, state_environ());
}

int hook_execvpe(const char *file, char *const *argv, char *const *envp)
{
	return run(HOOK_execvpe, file, argv, envp);
}

/* With the arguments from first to NULL, and what follows them, as arrays. */
static int run_list(enum hook called, const char *path, const char *first, va_list ap)
{
	ROOM(room, LIST_ROOM);
	size_t count = 0;
	va_list again;

	va_copy(again, ap);
	for (const char *arg = first; arg; arg = va_arg(again, char *))
		count++;
	va_end(again);
	char **argv = room_take(&room, (count + 1) * sizeof *argv);
	if (!argv)
		return (int)errno_return(-ENOMEM);
	argv[0] = (char *)first;
	for (size_t i = 1; i <= count; i++)
		argv[i] = va_arg(ap, char *);
	int ret = run_in(&room, called, path, argv,
		called == HOOK_execle ? va_arg(ap, char *const *) : state_environ());
	room_leave(&room);
	return ret;
}

#define LIST(name) \
	int hook_##name(const char *path, const char *first, ...) \
	{ \
		va_list ap; \
		va_start(ap, first); \
		int ret = run_list(HOOK_##name, path, first, ap); \
		va_end(ap); \
		return ret; \
	}
LIST(execl)
LIST(execlp)
LIST(execle)

#define AT_ROOM (SYS_FD_ROOM + 1) /* and a slash */

/* A path that leads to what path stands for relative to fd; where no such path is needed, path. out holds
 * AT_ROOM bytes and as many as path has. */
static const char *path_at(char *out, int fd, const char *path)
{
	size_t length = strlen(path), n = path[0] == '/' ? 0 : sys_fd_path(out, fd);

	if (!n)
		return path;
	if (length)
		out[n++] = '/';
	memcpy(out + n, path, length + 1);
	return out;
}

/* Calls the next function of the given hook, one of those that take a descriptor. */
static int pass_at(enum hook id, int fd, const char *path, char *const *argv, char *const *envp, int flags)
{
	if (id == HOOK_fexecve && NEXT(fexecve))
		return NEXT(fexecve)(fd, argv, envp);
	if (id == HOOK_execveat && NEXT(execveat))
		return NEXT(execveat)(fd, path, argv, envp, flags);
	if (id == HOOK_syscall && NEXT(syscall))
		return (int)NEXT(syscall)(SYS_execveat, fd, (long)path, (long)argv, (long)envp, flags, 0);
	return (int)errno_return(sys_execveat(fd, path, argv, envp, flags));
}

static int run_at_in(struct room *room, enum hook id, int fd, const char *path, char *const *argv,
	char *const *envp, int flags)
{
	const struct state *state = state_get();
	char *const *given = envp;

	path = redirect_path(room, fd, path);
	if (!state || !readable_hold(room, &envp) || !readable_call(path, argv, envp))
		return pass_at(id, fd, path, argv, given, flags);
	const struct state *handed = state_handed(state, envp_nested(envp, state->entry), room);
	char *name = room_take(room, AT_ROOM + strlen(path));
	if (!handed || !name)
		return pass_at(id, fd, path, argv, envp, flags);

	struct exec_request request = {.file = path_at(name, fd, path), .argv = argv, .envp = envp};
	struct exec_io io = state_io();
	struct exec_plan plan;
	char *scratch = room_take(room, exec_room(&request));
	if (!scratch)
		return pass_at(id, fd, path, argv, envp, flags);
	exec_measure(&handed->policy, handed->entry, &request, &io, scratch, &plan);
	bool told = trace_exec(state, id, &request, &plan, true);
	if (plan.refused)
		return failed(state, told, id, request.file, (int)errno_return(strict_refuse(&plan)));

	size_t pointers = (plan.env.count + 1) * sizeof(char *), size = pointers + plan.env.text;
	char **memory = plan.env_changes && sys_fits(size) ? room_take(room, size) : NULL;
	if (memory) {
		envp_plan_fill(&plan.env, memory, (char *)memory + pointers);
		envp = memory;
	}
	return failed(state, told, id, request.file, pass_at(id, fd, path, argv, envp, flags));
}

/* Executes what a descriptor, or a path relative to one, stands for. That has no path that would still lead
 * there in the new program: it is looked at through /proc, which tells what its loader can load, and executed
 * as it is; the late redirect of preload/process/late_redirect.c does the rest. */
static int run_at(enum hook id, int fd, const char *path, char *const *argv, char *const *envp, int flags)
{
	ROOM(room, EXEC_ROOM);
	int ret = run_at_in(&room, id, fd, path, argv, envp, flags);

	room_leave(&room);
	return ret;
}

int hook_fexecve(int fd, char *const *argv, char *const *envp)
{
	/* A null pointer is no environment to glibc, which says EINVAL, and an empty one to musl. A call that
	 * has to fail tells which of them this is. */
	if (!envp && state_get() && NEXT(fexecve)) {
		NEXT(fexecve)(-1, argv, envp);
		if (errno_get() == EINVAL)
			return -1;
	}
	return run_at(HOOK_fexecve, fd, "", argv, envp, AT_EMPTY_PATH);
}

/* Does execveat(2) do what execve(2) does? */
static bool is_execve(int dirfd, const char *path, int flags)
{
	if (flags || !readable_name(path))
		return false;
	return path[0] == '/' || (dirfd == AT_FDCWD && path[0]);
}

int hook_execveat(int dirfd, const char *path, char *const *argv, char *const *envp, int flags)
{
	if (is_execve(dirfd, path, flags))
		return run(HOOK_execveat, path, argv, envp);
	return run_at(HOOK_execveat, dirfd, path, argv, envp, flags);
}

long hook_syscall(long n, long a, long b, long c, long d, long e, long f)
{
	if (n == SYS_execve)
		return run(HOOK_syscall, (const char *)a, (char *const *)b, (char *const *)c);
	if (n == SYS_execveat && is_execve((int)a, (const char *)b, (int)e))
		return run(HOOK_syscall, (const char *)b, (char *const *)c, (char *const *)d);
	if (n == SYS_execveat)
		return run_at(HOOK_syscall, (int)a, (const char *)b, (char *const *)c, (char *const *)d,
			(int)e);
	return syscall_pass(n, (long[]){a, b, c, d, e, f});
}
