// SPDX-License-Identifier: MIT
// The hooks that execute a program instead of the running one.
//
// Each is the function that it replaces, with two differences: a base interpreter is replaced by ENV's, and
// the new program finds the policy and the library in its environment. All else is the caller's own pointers
// and the next function's own result. No heap, no lock, no buffer of PATH_MAX: they are called in vfork
// children, in signal handlers and on stacks of a few KiB.
#include "preload/hooks/exec_hooks.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "common/core/interp.h"
#include "common/core/path.h"
#include "preload/base/environ.h"
#include "preload/base/errno.h"
#include "preload/base/files.h"
#include "preload/base/readable.h"
#include "preload/base/sys.h"
#include "preload/hooks/call.h"
#include "preload/hooks/hook.h"
#include "preload/process/redirect.h"
#include "preload/process/strict.h"

/* Calls the next function of a hook that takes an argv. */
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

/* The function that does what id does, and takes an environment. */
static enum hook with_environment(enum hook id)
{
	return id == HOOK_execvp ? HOOK_execvpe : id == HOOK_execv ? HOOK_execve : id;
}

/* The function that does what id does, with arrays and a path or a name. */
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

/* Does the file not exist, without the name of an interpreter, which ENV's could replace nevertheless? A
 * search of PATH by execve calls, as CPython's subprocess makes it, ends here for each directory but the
 * last. */
static bool is_missing(const char *file)
{
	struct interp ignored;

	return readable_name(file) && files_exists(file) == -ENOENT &&
		!interp_parse(path_base(file), &ignored);
}

static int finish(const struct call *call, const char *file, int ret)
{
	if (call->is_traced)
		call_failed(call, file, errno_get());
	return ret;
}

static int run_in(struct room *room, enum hook called, const char *file, char *const *argv, char *const *envp)
{
	enum hook id = with_arrays(called);
	bool searches = id == HOOK_execvp || id == HOOK_execvpe;

	file = redirect_path(room, searches ? TRANSLATE_NAME : AT_FDCWD, file);
	if (!state_get() || (!searches && is_missing(file)))
		return pass(id, file, argv, envp);
	struct call call = {.id = called,
		.searches = searches,
		.request = {file, NULL, argv, envp, false, false}};
	struct exec_io io = files_io();
	struct exec_call changed;
	if (!call_decide(&call, room, &io))
		return pass(id, file, argv, call.request.envp);
	if (call.plan.refused)
		return finish(&call, file, (int)errno_return(strict_refuse(&call.plan)));
	if (!call_fill(&call, room, &changed))
		return finish(&call, file, pass(id, file, argv, call.request.envp));
	if (!call.plan.argv_changes)
		id = with_environment(id);
	else if (id != HOOK_syscall)
		id = HOOK_execve;
	return finish(&call, changed.file, pass(id, changed.file, changed.argv, changed.envp));
}

int exec_hooks_run(enum hook called, const char *file, char *const *argv, char *const *envp)
{
	ROOM(room, CALL_ROOM);
	int ret = run_in(&room, called, file, argv, envp);

	room_leave(&room);
	return ret;
}

int hook_execve(const char *path, char *const *argv, char *const *envp)
{
	return exec_hooks_run(HOOK_execve, path, argv, envp);
}

int hook_execv(const char *path, char *const *argv)
{
	return exec_hooks_run(HOOK_execv, path, argv, environ_now());
}

int hook_execvp(const char *file, char *const *argv)
{
	return exec_hooks_run(HOOK_execvp, file, argv, environ_now());
}

int hook_execvpe(const char *file, char *const *argv, char *const *envp)
{
	return exec_hooks_run(HOOK_execvpe, file, argv, envp);
}

/* The hook's frame also holds the registers with the arguments, and no form may need more stack than the
 * others. */
enum { LIST_ROOM = CALL_ROOM - 288 };

/* Makes arrays of the arguments from first to NULL, and of what follows them. */
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
		called == HOOK_execle ? va_arg(ap, char *const *) : environ_now());
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
