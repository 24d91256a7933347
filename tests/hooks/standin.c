// SPDX-License-Identifier: MIT
// pidfd_spawn(3) and pidfd_spawnp(3) for a libc before glibc 2.39, execveat(3) for one before 2.34, so that
// the hooks have a next function to call. It is preloaded behind the library under test.
#include <errno.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/libc.h"

int pidfd_spawn(int *pidfd, const char *path, const posix_spawn_file_actions_t *actions,
	const posix_spawnattr_t *attr, char *const *argv, char *const *envp);
int pidfd_spawnp(int *pidfd, const char *file, const posix_spawn_file_actions_t *actions,
	const posix_spawnattr_t *attr, char *const *argv, char *const *envp);

static int open_pidfd(pid_t pid, int *pidfd)
{
	*pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	return *pidfd < 0 ? errno : 0;
}

int pidfd_spawn(int *pidfd, const char *path, const posix_spawn_file_actions_t *actions,
	const posix_spawnattr_t *attr, char *const *argv, char *const *envp)
{
	pid_t pid;
	int error = posix_spawn(&pid, path, actions, attr, argv, envp);
	return error ? error : open_pidfd(pid, pidfd);
}

int pidfd_spawnp(int *pidfd, const char *file, const posix_spawn_file_actions_t *actions,
	const posix_spawnattr_t *attr, char *const *argv, char *const *envp)
{
	pid_t pid;
	int error = posix_spawnp(&pid, file, actions, attr, argv, envp);
	return error ? error : open_pidfd(pid, pidfd);
}

#ifdef LIBC_LACKS_EXECVEAT
#undef execveat
int execveat(int dirfd, const char *path, char *const *argv, char *const *envp, int flags)
{
	return (int)syscall(SYS_execveat, dirfd, path, argv, envp, flags);
}
#endif
