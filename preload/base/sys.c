// SPDX-License-Identifier: MIT
// System calls, made directly.
#include "preload/base/sys.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

void *sys_memory(size_t size)
{
	const long protection = PROT_READ | PROT_WRITE, flags = MAP_PRIVATE | MAP_ANONYMOUS;
#if defined(__i386__) || defined(__s390x__)
	/* mmap(2) as it was before mmap2 */
	const long arguments[] = {0, (long)size, protection, flags, -1, 0};
	long ret = sys_call(SYS_mmap, (long)arguments, 0, 0, 0, 0, 0);
#elif !defined(SYS_mmap)
	long ret = sys_call(SYS_mmap2, 0, (long)size, protection, flags, -1, 0);
#else
	long ret = sys_call(SYS_mmap, 0, (long)size, protection, flags, -1, 0);
#endif
	/* Errors are the last page of addresses. */
	return (unsigned long)ret > -4096UL ? NULL : (void *)ret;
}

void sys_release(void *memory, size_t size)
{
	sys_call(SYS_munmap, (long)memory, (long)size, 0, 0, 0, 0);
}

int sys_thread(void)
{
	return (int)sys_call(SYS_gettid, 0, 0, 0, 0, 0, 0);
}

bool sys_thread_exists(int thread)
{
	return sys_call(SYS_kill, thread, 0, 0, 0, 0, 0) != -ESRCH;
}

long sys_readlink(const char *path, char *buf, size_t n)
{
#ifdef SYS_readlink
	return sys_call(SYS_readlink, (long)path, (long)buf, (long)n, 0, 0, 0);
#else
	return sys_call(SYS_readlinkat, AT_FDCWD, (long)path, (long)buf, (long)n, 0, 0);
#endif
}

long sys_getcwd(char *buf, size_t n)
{
	long ret = sys_call(SYS_getcwd, (long)buf, (long)n, 0, 0, 0, 0);
	return ret > 0 ? ret - 1 : ret;
}

size_t sys_fd_path(char *out, int fd)
{
	static const char prefix[] = "/proc/self/fd/";
	size_t n = sizeof prefix - 1, digits = 1;

	if (fd < 0)
		return 0;
	memcpy(out, prefix, n);
	for (int rest = fd; rest > 9; rest /= 10)
		digits++;
	for (size_t i = digits; i-- > 0; fd /= 10)
		out[n + i] = (char)('0' + fd % 10);
	out[n + digits] = '\0';
	return n + digits;
}

bool sys_fits(size_t bytes)
{
	/* bprm_stack_limits() in the kernel's fs/exec.c: a quarter of the stack, within these limits. */
	const uint64_t least = 128 << 10, most = 6 << 20;
	struct {
		uint64_t now, max;
	} stack = {0, 0};

	if (bytes <= least)
		return true;
	if (sys_call(SYS_prlimit64, 0, RLIMIT_STACK, 0, (long)&stack, 0, 0) < 0 || stack.now / 4 > most)
		return bytes <= most;
	return bytes <= stack.now / 4;
}

int sys_execve(const char *path, char *const *argv, char *const *envp)
{
	return (int)sys_call(SYS_execve, (long)path, (long)argv, (long)envp, 0, 0, 0);
}

int sys_execveat(int dirfd, const char *path, char *const *argv, char *const *envp, int flags)
{
	return (int)sys_call(SYS_execveat, dirfd, (long)path, (long)argv, (long)envp, flags, 0);
}
