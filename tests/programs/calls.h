// SPDX-License-Identifier: MIT
// Each form of tests/hooks/escape.def as a function that starts a program.
#pragma once

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wordexp.h>

#include "preload/base/sys.h"
#include "tests/libc.h"

/* The program to start. A form that uses the environment of the process finds envp in environ. Any pointer
 * may be NULL. */
struct call {
	const char *file;
	char **argv, **envp;
	char *dir, *name; /* the two parts of file; dir is "." if it has no slash */
	char *command;    /* file and the arguments after argv[0], as words for a shell */
	int status;       /* the status of waitpid(2) of a child, or 0 */
};

/* Each function below returns the result of the function that it is named after. */

static long form_execve(struct call *c)
{
	return execve(c->file, c->argv, c->envp);
}

static long form_execv(struct call *c)
{
	return execv(c->file, c->argv);
}

static long form_execvp(struct call *c)
{
	return execvp(c->file, c->argv);
}

static long form_execvpe(struct call *c)
{
	return execvpe(c->file, c->argv, c->envp);
}

/* The three variadic functions take the arguments one by one, and a NULL at the end. At least one argument is
 * needed: glibc reads past the NULL if there is none. */
#define ARGUMENTS_MAX 6
static char **counted(const struct call *c, size_t *ret_count)
{
	static char *none[] = {NULL};
	char **argv = c->argv ? c->argv : none;

	*ret_count = 0;
	while (argv[*ret_count])
		++*ret_count;
	if (*ret_count > ARGUMENTS_MAX) {
		fprintf(stderr, "escape: more than %d arguments\n", ARGUMENTS_MAX);
		exit(3);
	}
	return argv;
}
#define LIST(call, file, tail) \
	size_t count; \
	char **a = counted(c, &count); \
	switch (count) { \
	case 0: \
		return 0; \
	case 1: \
		return call(file, a[0], NULL tail); \
	case 2: \
		return call(file, a[0], a[1], NULL tail); \
	case 3: \
		return call(file, a[0], a[1], a[2], NULL tail); \
	case 4: \
		return call(file, a[0], a[1], a[2], a[3], NULL tail); \
	case 5: \
		return call(file, a[0], a[1], a[2], a[3], a[4], NULL tail); \
	default: \
		return call(file, a[0], a[1], a[2], a[3], a[4], a[5], NULL tail); \
	}
#define TAIL , c->envp

static long form_execl(struct call *c)
{
	LIST(execl, c->file, )
}

static long form_execlp(struct call *c)
{
	LIST(execlp, c->file, )
}

static long form_execle(struct call *c)
{
	LIST(execle, c->file, TAIL)
}

static long form_fexecve(struct call *c)
{
	return fexecve(c->file ? open(c->file, O_RDONLY | O_NONBLOCK) : -1, c->argv, c->envp);
}

static long form_execveat(struct call *c)
{
	return execveat(AT_FDCWD, c->file, c->argv, c->envp, 0);
}

static long form_execveat_dir(struct call *c)
{
	return execveat(c->dir ? open(c->dir, O_PATH) : -1, c->name, c->argv, c->envp, 0);
}

static long form_execveat_fd(struct call *c)
{
	return execveat(c->file ? open(c->file, O_PATH) : -1, "", c->argv, c->envp, AT_EMPTY_PATH);
}

static long form_syscall_execve(struct call *c)
{
	return syscall(SYS_execve, c->file, c->argv, c->envp);
}

static long form_syscall_execveat(struct call *c)
{
	return syscall(SYS_execveat, AT_FDCWD, c->file, c->argv, c->envp, 0);
}

static long form_syscall_execveat_fd(struct call *c)
{
	return syscall(SYS_execveat, c->file ? open(c->file, O_PATH) : -1, "", c->argv, c->envp,
		AT_EMPTY_PATH);
}

static long form_raw(struct call *c)
{
	long ret = sys_call(SYS_execve, (long)c->file, (long)c->argv, (long)c->envp, 0, 0, 0);
	errno = (int)-ret;
	return -1;
}

typedef int spawn_function(pid_t *, const char *, const posix_spawn_file_actions_t *,
	const posix_spawnattr_t *, char *const *, char *const *);

/* Before glibc 2.39 the library has them, and behind it tests/hooks/standin.c. */
__attribute__((weak)) spawn_function pidfd_spawn, pidfd_spawnp;

static long spawned(struct call *c, spawn_function *spawn, const posix_spawn_file_actions_t *actions,
	const char *file)
{
	pid_t pid;
	int error = spawn ? spawn(&pid, file, actions, NULL, c->argv, c->envp) : ENOSYS;

	if (!error && spawn != pidfd_spawn && spawn != pidfd_spawnp) {
		waitpid(pid, &c->status, 0);
	} else if (!error) {
		siginfo_t info;
		wait_for_pidfd(pid, &info);
		c->status = info.si_code == CLD_EXITED ? info.si_status << 8 : info.si_status;
	}
	return error;
}

static long spawned_with_actions(struct call *c, spawn_function *spawn)
{
	posix_spawn_file_actions_t actions;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 9, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addclose(&actions, 9);
	return spawned(c, spawn, &actions, c->file);
}

/* As "./NAME", which is another file until the action has changed the directory. */
static long spawned_in_directory(struct call *c, spawn_function *spawn)
{
	posix_spawn_file_actions_t actions;
	char *file = NULL;

	posix_spawn_file_actions_init(&actions);
	if (c->file &&
		(posix_spawn_file_actions_addchdir_np(&actions, c->dir) ||
			asprintf(&file, "%s%s", *c->name ? "./" : "", c->name) < 0))
		abort();
	return spawned(c, spawn, &actions, file);
}

static long form_posix_spawn(struct call *c)
{
	return spawned(c, posix_spawn, NULL, c->file);
}

static long form_posix_spawn_actions(struct call *c)
{
	return spawned_with_actions(c, posix_spawn);
}

static long form_posix_spawn_chdir(struct call *c)
{
	return spawned_in_directory(c, posix_spawn);
}

static long form_posix_spawnp(struct call *c)
{
	return spawned(c, posix_spawnp, NULL, c->file);
}

static long form_posix_spawnp_actions(struct call *c)
{
	return spawned_with_actions(c, posix_spawnp);
}

static long form_posix_spawnp_chdir(struct call *c)
{
	return spawned_in_directory(c, posix_spawnp);
}

static long form_pidfd_spawn(struct call *c)
{
	return spawned(c, pidfd_spawn, NULL, c->file);
}

static long form_pidfd_spawn_chdir(struct call *c)
{
	return spawned_in_directory(c, pidfd_spawn);
}

static long form_pidfd_spawnp(struct call *c)
{
	return spawned(c, pidfd_spawnp, NULL, c->file);
}

static long form_pidfd_spawnp_chdir(struct call *c)
{
	return spawned_in_directory(c, pidfd_spawnp);
}

static long form_system(struct call *c)
{
	return system(c->command);
}

static long form_popen(struct call *c)
{
	FILE *f = c->command ? popen(c->command, "r") : NULL;

	if (!f)
		return -1;
	for (int byte; (byte = getc(f)) != EOF;)
		putchar(byte);
	int error = errno;
	c->status = pclose(f);
	errno = error;
	return 0;
}

static long form_wordexp(struct call *c)
{
	wordexp_t words;
	char *text = NULL;

	if (asprintf(&text, "\"$(%s)\"", c->command ? c->command : "") < 0)
		abort();
	errno = 0;
	int ret = wordexp(text, &words, 0);
	int error = errno;
	for (size_t i = 0; !ret && i < words.we_wordc; i++)
		puts(words.we_wordv[i]);
	errno = error;
	return ret;
}

static long form_static_execve(struct call *c)
{
	return form_execve(c);
}

static long form_static_spawn(struct call *c)
{
	return form_posix_spawn(c);
}

static long form_static_system(struct call *c)
{
	return form_system(c);
}
