// SPDX-License-Identifier: MIT
// Passes a path to functions of libc, each in a child that shares the memory and has a stack of a few KiB,
// with no memory below it: cramped BYTES PATH. Prints the result of each. With -DPYTHON and -rdynamic it
// embeds a Python of that version.
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <ftw.h>
#include <glob.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/core/count.h"

#ifdef PYTHON
unsigned long Py_Version = PYTHON;
#endif

static const char *path;
static char text[8192];
static struct stat st;
static int fd;
static DIR *dir;
static void *library;
static FILE *stream; /* open files end with the child */
static struct statfs fs;
static glob_t found;
static posix_spawn_file_actions_t actions;

static int visit(const char *file, const struct stat *status, int flag, struct FTW *ftw)
{
	(void)file, (void)status, (void)flag, (void)ftw;
	return 0;
}

/* One call a line. */
/* clang-format off */
static int call_open(void) { return (fd = open(path, O_RDONLY)) < 0; }
static int call_openat(void) { return (fd = openat(AT_FDCWD, path, O_RDONLY)) < 0; }
static int call_fopen(void) { return !(stream = fopen(path, "r")); }
static int call_stat(void) { return stat(path, &st); }
static int call_lstat(void) { return lstat(path, &st); }
static int call_access(void) { return access(path, R_OK); }
static int call_statfs(void) { return statfs(path, &fs); }
static int call_readlink(void) { return readlink(path, text, sizeof text) < 0; }
static int call_realpath(void) { return !realpath(path, text); }
static int call_chdir(void) { return chdir(path); }
static int call_rename(void) { return rename(path, path); }
static int call_link(void) { return link(path, path); }
static int call_chmod(void) { return chmod(path, 0644); }
static int call_truncate(void) { return truncate(path, st.st_size); }
static int call_opendir(void) { return !(dir = opendir(path)); }
static int call_scandir(void) { struct dirent **names; return scandir(path, &names, NULL, alphasort) < 0; }
static int call_glob(void) { return glob(path, 0, NULL, &found); }
static int call_nftw(void) { return nftw(path, visit, 4, 0); }
static int call_fts(void) { return !fts_open((char *[]){(char *)path, NULL}, FTS_PHYSICAL, NULL); }
static int call_mkstemp(void) { return (fd = mkstemp(strcpy(text, path))) < 0; }
static int call_dlopen(void) { return !(library = dlopen(path, RTLD_NOW)); }
static int call_syscall(void) { return syscall(SYS_openat, AT_FDCWD, path, O_RDONLY) < 0; }
static int call_action(void) { return posix_spawn_file_actions_addopen(&actions, 9, path, O_RDONLY, 0); }
static int call_execve(void) { return execve(path, (char *[]){text, NULL}, (char *[]){NULL}); }
/* clang-format on */

static const struct {
	char name[12];
	int (*call)(void);
} calls[] = {{"open", call_open}, {"openat", call_openat}, {"fopen", call_fopen}, {"stat", call_stat},
	{"lstat", call_lstat}, {"access", call_access}, {"statfs", call_statfs}, {"readlink", call_readlink},
	{"realpath", call_realpath}, {"chdir", call_chdir}, {"rename", call_rename}, {"link", call_link},
	{"chmod", call_chmod}, {"truncate", call_truncate}, {"opendir", call_opendir},
	{"scandir", call_scandir}, {"glob", call_glob}, {"nftw", call_nftw}, {"fts_open", call_fts},
	{"mkstemp", call_mkstemp}, {"dlopen", call_dlopen}, {"syscall", call_syscall},
	{"addopen", call_action}, {"execve", call_execve}};

static int child(void *call)
{
	return (*(int (**)(void))call)() ? 1 : 0;
}

int main(int argc, char **argv)
{
	const size_t page = 4096, size = argc == 3 ? strtoul(argv[1], NULL, 10) : 0;
	char *stack = mmap(NULL, page + size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (!size || stack == MAP_FAILED || mprotect(stack, page, PROT_NONE) ||
		posix_spawn_file_actions_init(&actions))
		return 2;
	path = argv[2];
	for (size_t i = 0; i < COUNT(calls); i++) {
		int (*call)(void) = calls[i].call;
		int status = 0,
		    pid = clone(child, stack + page + size, CLONE_VM | CLONE_VFORK | SIGCHLD, &call);
		if (pid < 0 || waitpid(pid, &status, 0) != pid)
			return 2;
		if (WIFSIGNALED(status))
			printf("%s: crash\n", calls[i].name);
		else
			printf("%s: exit %d\n", calls[i].name, WEXITSTATUS(status));
	}
	return 0;
}
