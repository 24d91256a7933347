// SPDX-License-Identifier: MIT
// The forms of starting a program, by name, for the programs that do it under hard conditions.
#pragma once

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/libc.h"

/* The program to start, and its environment. system() and popen() run file as a shell command, with
 * environ. */
struct task {
	const char *form, *file;
	char **argv, **envp;
	/* the result: the errno of the call, or the status of the child */
	int error, status;
};

/* Pointers to functions: lazy binding would need more than a stack of 4 KiB. */
static int (*const volatile do_execve)(const char *, char *const *, char *const *) = execve;
static int (*const volatile do_execv)(const char *, char *const *) = execv;
static int (*const volatile do_execvp)(const char *, char *const *) = execvp;
static int (*const volatile do_execvpe)(const char *, char *const *, char *const *) = execvpe;
static int (*const volatile do_fexecve)(int, char *const *, char *const *) = fexecve;
#ifdef LIBC_LACKS_EXECVEAT
#define do_execveat execveat /* weak: a constant pointer would be NULL; it is not bound lazily either */
#else
static int (*const volatile do_execveat)(int, const char *, char *const *, char *const *, int) = execveat;
#endif
static int (*const volatile do_execl)(const char *, const char *, ...) = execl;
static int (*const volatile do_execlp)(const char *, const char *, ...) = execlp;
static int (*const volatile do_execle)(const char *, const char *, ...) = execle;
static int (*const volatile do_spawn)(pid_t *, const char *, const posix_spawn_file_actions_t *,
	const posix_spawnattr_t *, char *const *, char *const *) = posix_spawn;
static int (*const volatile do_spawnp)(pid_t *, const char *, const posix_spawn_file_actions_t *,
	const posix_spawnattr_t *, char *const *, char *const *) = posix_spawnp;
static pid_t (*const volatile do_waitpid)(pid_t, int *, int) = waitpid;
static int (*const volatile do_system)(const char *) = system;
static long (*const volatile do_syscall)(long, ...) = syscall;
static int (*const volatile do_open)(const char *, int, ...) = open;
static int *(*const volatile do_errno)(void) = __errno_location;
static void (*const volatile do_exit)(int) = _exit;
static int (*const volatile do_strcmp)(const char *, const char *) = strcmp;

/* Starts it. A form of exec returns only if it fails. */
static inline void task_run(struct task *t)
{
	const char *form = t->form;
	pid_t pid = 0;
	int ret = -1;

	if (!do_strcmp(form, "posix_spawn") || !do_strcmp(form, "posix_spawnp")) {
		t->error = (form[11] ? do_spawnp : do_spawn)(&pid, t->file, NULL, NULL, t->argv, t->envp);
		if (!t->error)
			do_waitpid(pid, &t->status, 0);
		return;
	}
	if (!do_strcmp(form, "system")) {
		t->status = do_system(t->file);
		t->error = t->status == -1 ? *do_errno() : 0;
		return;
	}
	if (!do_strcmp(form, "execve"))
		ret = do_execve(t->file, t->argv, t->envp);
	else if (!do_strcmp(form, "execv"))
		ret = do_execv(t->file, t->argv);
	else if (!do_strcmp(form, "execvp"))
		ret = do_execvp(t->file, t->argv);
	else if (!do_strcmp(form, "execvpe"))
		ret = do_execvpe(t->file, t->argv, t->envp);
	else if (!do_strcmp(form, "execl"))
		ret = do_execl(t->file, t->argv[0], NULL);
	else if (!do_strcmp(form, "execlp"))
		ret = do_execlp(t->file, t->argv[0], NULL);
	else if (!do_strcmp(form, "execle"))
		ret = do_execle(t->file, t->argv[0], NULL, t->envp);
	else if (!do_strcmp(form, "execveat"))
		ret = do_execveat(AT_FDCWD, t->file, t->argv, t->envp, 0);
	else if (!do_strcmp(form, "fexecve"))
		ret = do_fexecve(do_open(t->file, O_RDONLY), t->argv, t->envp);
	else if (!do_strcmp(form, "syscall"))
		ret = (int)do_syscall(SYS_execve, t->file, t->argv, t->envp);
	t->error = ret == -1 ? *do_errno() : 0;
}

/* "execve: ENOENT", "posix_spawn: status 0" */
static inline void task_print(const struct task *t)
{
	if (t->error)
		printf("%s: %s\n", t->form, error_name(t->error));
	else
		printf("%s: status %x\n", t->form, (unsigned)t->status);
	fflush(stdout);
}
