// SPDX-License-Identifier: MIT
// The hooks that execute a program by a descriptor, or a path relative to one, and those of execve by
// syscall(2).
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "preload/base/errno.h"
#include "preload/base/files.h"
#include "preload/base/readable.h"
#include "preload/base/sys.h"
#include "preload/hooks/call.h"
#include "preload/hooks/exec_hooks.h"
#include "preload/hooks/hook.h"
#include "preload/hooks/syscall.h"
#include "preload/process/handed.h"
#include "preload/process/redirect.h"
#include "preload/process/strict.h"

/* A path in /proc to the file that path is relative to fd, in the room; path itself where it needs none.
 * NULL: the room is full. */
static const char *path_at(struct room *room, int fd, const char *path)
{
	char fd_path[SYS_FD_ROOM];
	size_t length = strlen(path), n = path[0] == '/' ? 0 : sys_fd_path(fd_path, fd);
	char *out = n ? room_take(room, n + 1 + length + 1) : NULL;

	if (!n)
		return path;
	if (!out)
		return NULL;
	memcpy(out, fd_path, n);
	if (length)
		out[n++] = '/';
	memcpy(out + n, path, length + 1);
	return out;
}

/* Calls the next function of a hook that takes a descriptor. */
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

static int finish(const struct call *call, int ret)
{
	if (call->is_traced)
		call_failed(call, call->request.file, errno_get());
	return ret;
}

static int run_at_in(struct room *room, enum hook id, int fd, const char *path, char *const *argv,
	char *const *envp, int flags)
{
	path = redirect_path(room, fd, path);
	const char *file = state_get() && readable_name(path) ? path_at(room, fd, path) : NULL;
	struct call call = {.id = id, .as_is = true, .request = {file, NULL, argv, envp, false, false}};
	struct exec_io io = files_io();
	if (!file || !call_decide(&call, room, &io))
		return pass_at(id, fd, path, argv, call.request.envp, flags);
	if (call.plan.refused)
		return finish(&call, (int)errno_return(strict_refuse(&call.plan)));
	char **changed = call.plan.env_changes ? handed_environ(room, &call.plan.env) : NULL;
	return finish(&call, pass_at(id, fd, path, argv, changed ? changed : call.request.envp, flags));
}

/* Executes the file of a descriptor, or of a path relative to one. It has no path that is valid in the new
 * program. So it is read through /proc, which shows the library for its loader, and executed as it is; the
 * late redirect follows (preload/process/late_redirect.h). */
static int run_at(enum hook id, int fd, const char *path, char *const *argv, char *const *envp, int flags)
{
	ROOM(room, CALL_ROOM);
	int ret = run_at_in(&room, id, fd, path, argv, envp, flags);

	room_leave(&room);
	return ret;
}

int hook_fexecve(int fd, char *const *argv, char *const *envp)
{
	/* For a null pointer glibc returns EINVAL; for musl it is an empty environment. A call that has to
	 * fail shows which libc this is. */
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
		return exec_hooks_run(HOOK_execveat, path, argv, envp);
	return run_at(HOOK_execveat, dirfd, path, argv, envp, flags);
}

long hook_syscall(long n, long a, long b, long c, long d, long e, long f)
{
	if (n == SYS_execve)
		return exec_hooks_run(HOOK_syscall, (const char *)a, (char *const *)b, (char *const *)c);
	if (n == SYS_execveat && is_execve((int)a, (const char *)b, (int)e))
		return exec_hooks_run(HOOK_syscall, (const char *)b, (char *const *)c, (char *const *)d);
	if (n == SYS_execveat)
		return run_at(HOOK_syscall, (int)a, (const char *)b, (char *const *)c, (char *const *)d,
			(int)e);
	return syscall_pass(n, (long[]){a, b, c, d, e, f});
}
