// SPDX-License-Identifier: MIT
// Calls functions, each in a child whose clone(2) set an invalid thread pointer, as the sandbox of a browser
// does: no_thread_pointer PATH. Prints the result of each. With -DPYTHON and -rdynamic it embeds a Python of
// that version.
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/core/count.h"

#ifdef PYTHON
unsigned long Py_Version = PYTHON;
#endif

/* Pointers, bound at the start: lazy binding would need the thread pointer. */
static int (*const volatile do_chdir)(const char *) = chdir;
static int (*const volatile do_chroot)(const char *) = chroot;
static int (*const volatile do_open)(const char *, int, ...) = open;
static int (*const volatile do_openat)(int, const char *, int, ...) = openat;
static int (*const volatile do_stat)(const char *, struct stat *) = stat;
static int (*const volatile do_access)(const char *, int) = access;
static ssize_t (*const volatile do_readlink)(const char *, char *, size_t) = readlink;
static int (*const volatile do_unlink)(const char *) = unlink;
static int (*const volatile do_execve)(const char *, char *const *, char *const *) = execve;
static int (*const volatile do_execv)(const char *, char *const *) = execv;
static int (*const volatile do_execl)(const char *, const char *, ...) = execl;
static int (*const volatile do_execvp)(const char *, char *const *) = execvp;
static long (*const volatile do_syscall)(long, ...) = syscall;

static const char *path;
static char *argv[] = {(char *)"true", NULL};
static char *envp[] = {NULL};
static struct stat st;
static char link_text[256];

static int call_chdir(void)
{
	return do_chdir(path);
}
static int call_chroot(void)
{
	return do_chroot(path);
}
static int call_open(void)
{
	return do_open(path, O_RDONLY) < 0;
}
static int call_openat(void)
{
	return do_openat(AT_FDCWD, path, O_RDONLY) < 0;
}
static int call_stat(void)
{
	return do_stat(path, &st);
}
static int call_access(void)
{
	return do_access(path, R_OK);
}
static int call_readlink(void)
{
	return do_readlink(path, link_text, sizeof link_text) < 0;
}
static int call_unlink(void)
{
	return do_unlink("/nowhere/at/all");
}
static int call_syscall(void)
{
	return do_syscall(SYS_openat, AT_FDCWD, path, O_RDONLY) < 0;
}
static int call_execve(void)
{
	return do_execve("/bin/true", argv, envp);
}
static int call_execv(void)
{
	return do_execv("/bin/true", argv);
}
static int call_execl(void)
{
	return do_execl("/bin/true", "true", (char *)NULL);
}
static int call_execvp(void)
{
	return do_execvp("true", argv);
}
static int call_missing(void)
{
	return do_execve("/nowhere/at/all", argv, envp);
}
static int call_nothing(void)
{
	return do_execve("/", argv, envp);
}

static const struct {
	char name[12];
	int (*call)(void);
} calls[] = {{"chdir", call_chdir}, {"chroot", call_chroot}, {"open", call_open}, {"openat", call_openat},
	{"stat", call_stat}, {"access", call_access}, {"readlink", call_readlink}, {"unlink", call_unlink},
	{"syscall", call_syscall}, {"execve", call_execve}, {"execv", call_execv}, {"execl", call_execl},
	{"execvp", call_execvp}, {"missing", call_missing}, {"nothing", call_nothing}};

static int child(void *call)
{
	return (*(int (**)(void))call)() ? 1 : 0;
}

int main(int argc, char **arguments)
{
	static char stack[65536] __attribute__((aligned(16))), pointer[65536] __attribute__((aligned(16)));
	const int flags = CLONE_VM | CLONE_VFORK | CLONE_SETTLS | SIGCHLD;

	if (argc != 2)
		return 2;
	path = arguments[1];
	for (size_t i = 0; i < COUNT(calls); i++) {
		int (*call)(void) = calls[i].call;
		int status = 0,
		    pid = clone(child, stack + sizeof stack, flags, &call, NULL, pointer + sizeof pointer / 2,
			    NULL);
		if (pid < 0 || waitpid(pid, &status, 0) != pid)
			return 2;
		if (WIFSIGNALED(status))
			printf("%s: %s\n", calls[i].name, strsignal(WTERMSIG(status)));
		else
			printf("%s: exit %d\n", calls[i].name, WEXITSTATUS(status));
	}
	return 0;
}
