// SPDX-License-Identifier: MIT
// The hooks that start a program in a new process: posix_spawn(3) and its variants.
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "preload/base/files.h"
#include "preload/base/readable.h"
#include "preload/hooks/call.h"
#include "preload/hooks/hook.h"
#include "preload/process/redirect.h"
#include "preload/process/strict.h"
#include "preload/process/tracer.h"

/* Has this process ever made a file action that changes the directory? File actions cannot be read, but the
 * functions that add these, which are rare, are hooked. */
static bool changes_directory;

/* Will the child run as the real user? A posix_spawnattr_t begins with its flags: in glibc a short, in musl
 * an int. */
static bool resets_ids(const void *attr)
{
	short flags = 0;

	if (attr && readable_bytes(attr, sizeof flags))
		memcpy(&flags, attr, sizeof flags);
	return flags & POSIX_SPAWN_RESETIDS;
}

/* The four functions have one type. */
static int pass(enum hook id, int *pid, const char *file, const void *actions, const void *attr,
	char *const *argv, char *const *envp)
{
	__typeof__(&hook_posix_spawn) next = next_find(id);
	return next ? next(pid, file, actions, attr, argv, envp) : ENOSYS;
}

static enum hook without_search(enum hook id)
{
	return id == HOOK_posix_spawnp ? HOOK_posix_spawn : id == HOOK_pidfd_spawnp ? HOOK_pidfd_spawn : id;
}

/* The call returned error, an errno or 0; then *pid is the child. */
static int finish(const struct call *call, const int *pid, const char *file, int error)
{
	if (error)
		call_failed(call, file, error);
	else if (call->is_traced && pid)
		tracer_spawned(call->state, call->id, file, *pid);
	return error;
}

static int spawn_in(struct room *room, enum hook id, int *pid, const char *file, const void *actions,
	const void *attr, char *const *argv, char *const *envp)
{
	bool elsewhere = actions && __atomic_load_n(&changes_directory, __ATOMIC_RELAXED);
	bool searches = id != without_search(id);
	int child = 0;

	/* A relative path would be relative to another directory. */
	file = redirect_path(room, elsewhere ? -1 : searches ? TRANSLATE_NAME : AT_FDCWD, file);
	struct call call = {.id = id,
		.searches = searches,
		.request = {file, NULL, argv, envp, elsewhere, false}};
	struct exec_io io = files_io();
	struct exec_call changed;
	if (state_get() && resets_ids(attr))
		io.executable = files_executable_by_real_user;
	if (!call_decide(&call, room, &io))
		return pass(id, pid, file, actions, attr, argv, call.request.envp);
	if (call.is_traced && !pid && (id == HOOK_posix_spawn || id == HOOK_posix_spawnp))
		pid = &child;
	if (call.plan.refused)
		return finish(&call, pid, file, -strict_refuse(&call.plan));
	if (!call_fill(&call, room, &changed))
		return finish(&call, pid, file, pass(id, pid, file, actions, attr, argv, call.request.envp));
	if (call.plan.argv_changes)
		id = without_search(id);
	return finish(&call, pid, changed.file,
		pass(id, pid, changed.file, actions, attr, changed.argv, changed.envp));
}

static int spawn(enum hook id, int *pid, const char *file, const void *actions, const void *attr,
	char *const *argv, char *const *envp)
{
	ROOM(room, CALL_ROOM);
	int ret = spawn_in(&room, id, pid, file, actions, attr, argv, envp);

	room_leave(&room);
	return ret;
}

int hook_posix_spawn(int *pid, const char *path, const void *actions, const void *attr, char *const *argv,
	char *const *envp)
{
	return spawn(HOOK_posix_spawn, pid, path, actions, attr, argv, envp);
}

int hook_posix_spawnp(int *pid, const char *file, const void *actions, const void *attr, char *const *argv,
	char *const *envp)
{
	return spawn(HOOK_posix_spawnp, pid, file, actions, attr, argv, envp);
}

int hook_pidfd_spawn(int *pidfd, const char *path, const void *actions, const void *attr, char *const *argv,
	char *const *envp)
{
	return spawn(HOOK_pidfd_spawn, pidfd, path, actions, attr, argv, envp);
}

int hook_pidfd_spawnp(int *pidfd, const char *file, const void *actions, const void *attr, char *const *argv,
	char *const *envp)
{
	return spawn(HOOK_pidfd_spawnp, pidfd, file, actions, attr, argv, envp);
}

/* The actions that change the directory, to a path and to a descriptor. POSIX has the names without _np since
 * 2024; a libc without them has the others. */
static int change(enum hook id, enum hook old, void *actions, const char *path)
{
	__typeof__(&hook_posix_spawn_file_actions_addchdir) next = next_find(id);

	ROOM(room, REDIRECT_ROOM);
	__atomic_store_n(&changes_directory, true, __ATOMIC_RELAXED);
	if (!next)
		next = next_find(old);
	int ret = next ? next(actions, redirect_path(&room, AT_FDCWD, path)) : ENOSYS;
	room_leave(&room);
	return ret;
}

static int change_by_descriptor(enum hook id, enum hook old, void *actions, int fd)
{
	__typeof__(&hook_posix_spawn_file_actions_addfchdir) next = next_find(id);

	__atomic_store_n(&changes_directory, true, __ATOMIC_RELAXED);
	if (!next)
		next = next_find(old);
	return next ? next(actions, fd) : ENOSYS;
}

int hook_posix_spawn_file_actions_addchdir(void *actions, const char *path)
{
	return change(HOOK_posix_spawn_file_actions_addchdir, HOOK_posix_spawn_file_actions_addchdir_np,
		actions, path);
}

int hook_posix_spawn_file_actions_addchdir_np(void *actions, const char *path)
{
	return change(HOOK_posix_spawn_file_actions_addchdir_np, HOOK_posix_spawn_file_actions_addchdir,
		actions, path);
}

int hook_posix_spawn_file_actions_addfchdir(void *actions, int fd)
{
	return change_by_descriptor(HOOK_posix_spawn_file_actions_addfchdir,
		HOOK_posix_spawn_file_actions_addfchdir_np, actions, fd);
}

int hook_posix_spawn_file_actions_addfchdir_np(void *actions, int fd)
{
	return change_by_descriptor(HOOK_posix_spawn_file_actions_addfchdir_np,
		HOOK_posix_spawn_file_actions_addfchdir, actions, fd);
}
