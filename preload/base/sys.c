// SPDX-License-Identifier: MIT
// The library's own look at the file system.
#include "preload/base/sys.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "common/core/secure.h"

/* Where there is more than one system call for a thing, it is the one that libc makes: seccomp filters that
 * kill for what they do not know know that. And struct stat is small, unlike statx(2)'s. */
#ifdef SYS_newfstatat
#define STATUS struct stat
#define SYS_STATUS SYS_newfstatat
#else
/* What 32-bit kernels fill. Not every libc has a type for it. */
struct kernel_stat {
	uint64_t st_dev;
	uint32_t pad, st_ino, st_mode, nlink, st_uid, st_gid;
	uint64_t rdev;
	uint32_t pad2;
	int64_t st_size;
	char rest[64];
};
#define STATUS struct kernel_stat
#define SYS_STATUS SYS_fstatat64
#endif

static long status(const char *path, STATUS *ret)
{
	return sys_call(SYS_STATUS, AT_FDCWD, (long)path, (long)ret, 0, 0, 0);
}

/* The file's mode bits, type included, or a negative errno. */
static int mode(const char *path)
{
	STATUS st;
	long ret = status(path, &st);

	/* NOLINTNEXTLINE(clang-analyzer-core.uninitialized.UndefReturn): the kernel has filled it */
	return ret < 0 ? (int)ret : (int)st.st_mode;
}

/* Only a regular file is opened: opening a FIFO or a device can have effects. */
static int regular(const char *path)
{
	int ret = mode(path);

	if (ret < 0)
		return ret;
	return (ret & S_IFMT) == S_IFREG ? 0 : -EACCES;
}

int sys_executable(const char *path)
{
	int ret = regular(path);

	if (ret < 0)
		return ret;
	ret = (int)sys_call(SYS_faccessat2, AT_FDCWD, (long)path, X_OK, AT_EACCESS, 0, 0);
	/* Before Linux 5.8 there is only the question for the real user. */
	return ret == -ENOSYS ? (int)sys_call(SYS_faccessat, AT_FDCWD, (long)path, X_OK, 0, 0, 0) : ret;
}

int sys_executable_by_real_user(const char *path)
{
	int ret = regular(path);

	return ret < 0 ? ret : (int)sys_call(SYS_faccessat, AT_FDCWD, (long)path, X_OK, 0, 0, 0);
}

int sys_exists(const char *path)
{
#ifdef SYS_access
	return (int)sys_call(SYS_access, (long)path, F_OK, 0, 0, 0, 0);
#else
	return (int)sys_call(SYS_faccessat, AT_FDCWD, (long)path, F_OK, 0, 0, 0);
#endif
}

long sys_read(const char *path, size_t offset, char *buf, size_t n)
{
	int ret = regular(path);
	if (ret < 0)
		return ret;
	long fd = sys_call(SYS_openat, AT_FDCWD, (long)path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0,
		0, 0);
	if (fd < 0)
		return fd;
	/* With a seek instead of pread(2), whose 64-bit offset each ABI passes in another way. */
	long got = offset ? sys_call(SYS_lseek, fd, (long)offset, SEEK_SET, 0, 0, 0) : 0;
	if (got >= 0)
		got = sys_call(SYS_read, fd, (long)buf, (long)n, 0, 0, 0);
	sys_call(SYS_close, fd, 0, 0, 0, 0, 0);
	return got;
}

/* On i386 and arm the ids of old kernels had 16 bits. */
#ifdef SYS_getuid32
#define SYS_ID(name) SYS_get##name##32
#else
#define SYS_ID(name) SYS_get##name
#endif

#if __SIZEOF_POINTER__ == 4
/* What 32-bit kernels fill; its size is an argument. */
struct kernel_statfs {
	uint32_t type, bsize;
	uint64_t blocks, bfree, bavail, files, ffree;
	uint32_t fsid[2], namelen, frsize, f_flags, spare[4];
} __attribute__((packed, aligned(4)));
#endif

static bool is_nosuid(const char *path)
{
#if __SIZEOF_POINTER__ == 4
	struct kernel_statfs fs = {0};
	long ret = sys_call(SYS_statfs64, (long)path, sizeof fs, (long)&fs, 0, 0, 0);
#else
	struct statfs fs = {0};
	long ret = sys_call(SYS_statfs, (long)path, (long)&fs, 0, 0, 0, 0);
#endif
	return ret >= 0 && (fs.f_flags & ST_NOSUID);
}

int sys_set_id(const char *path)
{
	STATUS st;

	if (status(path, &st) < 0)
		return 0;
	const struct secure_ids ids = {
		.uid = (unsigned)sys_call(SYS_ID(uid), 0, 0, 0, 0, 0, 0),
		.euid = (unsigned)sys_call(SYS_ID(euid), 0, 0, 0, 0, 0, 0),
		.gid = (unsigned)sys_call(SYS_ID(gid), 0, 0, 0, 0, 0, 0),
		.egid = (unsigned)sys_call(SYS_ID(egid), 0, 0, 0, 0, 0, 0),
		.no_new_privileges = sys_call(SYS_prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0, 0) == 1,
	};
	const struct secure_file file = {.mode = st.st_mode,
		.uid = st.st_uid,
		.gid = st.st_gid,
		.nosuid = is_nosuid(path),
		.has_capabilities = sys_call(SYS_getxattr, (long)path, (long)"security.capability", 0, 0, 0,
					    0) > 0};
	return secure_is(&ids, &file);
}

/* By what /proc says of a descriptor: the kernel follows the links as it would for execve(2). */
long sys_real(const char *path, char *buf, size_t n)
{
	char link[SYS_FD_ROOM];
	long fd = sys_call(SYS_openat, AT_FDCWD, (long)path, O_PATH | O_CLOEXEC, 0, 0, 0);

	if (fd < 0)
		return fd;
	sys_fd_path(link, (int)fd);
	long ret = sys_readlink(link, buf, n);
	sys_call(SYS_close, fd, 0, 0, 0, 0, 0);
	/* Without /proc, it is what it is called. */
	if (ret < 0 && path[0] == '/') {
		ret = strlen(path) < n ? (long)strlen(path) : (long)n;
		memcpy(buf, path, (size_t)ret);
	}
	if (ret > 0)
		buf[ret < (long)n ? ret : (long)n - 1] = '\0';
	return ret < (long)n ? ret : -ENAMETOOLONG;
}

struct identity {
	uint64_t device, inode;
};

/* Not a part of its caller, so that the stack holds one status at a time. */
static __attribute__((noinline)) bool identify(const char *path, struct identity *ret)
{
	STATUS st = {0};
	bool ok = status(path, &st) >= 0;

	if (ok)
		*ret = (struct identity){.device = st.st_dev, .inode = st.st_ino};
	return ok;
}

int sys_same(const char *path, const char *other)
{
	struct identity one = {0}, two = {0};

	return identify(path, &one) && identify(other, &two) && one.device == two.device &&
		one.inode == two.inode;
}

long sys_size(const char *path)
{
	STATUS st;
	long ret = status(path, &st);

	/* NOLINTNEXTLINE(clang-analyzer-core.uninitialized.UndefReturn): the kernel has filled it */
	return ret < 0 ? ret : (long)st.st_size;
}

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
	/* bprm_stack_limits() in the kernel's fs/exec.c: a quarter of the stack, but so much at least and at
	 * most. */
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
