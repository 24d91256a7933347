// SPDX-License-Identifier: MIT
// The file system, by system calls.
#include "preload/base/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "common/core/secure.h"
#include "preload/base/sys.h"

/* Of several system calls for one purpose, libc's is made: a seccomp filter that kills for unknown calls
 * knows that one. And struct stat is smaller than that of statx(2). */
#ifdef SYS_newfstatat
#define STATUS struct stat
#define SYS_STATUS SYS_newfstatat
#else
/* The structure of 32-bit kernels, for which not every libc has a type. */
struct kernel_stat {
	uint64_t st_dev;
	uint32_t pad, st_ino, st_mode, nlink, st_uid, st_gid;
	uint64_t rdev;
	uint32_t pad2;
	int64_t st_size;
	char others[64];
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

/* Only regular files are opened: opening a FIFO or a device can have effects. */
static int regular(const char *path)
{
	int ret = mode(path);

	if (ret < 0)
		return ret;
	return (ret & S_IFMT) == S_IFREG ? 0 : -EACCES;
}

int files_executable(const char *path)
{
	int ret = regular(path);

	if (ret < 0)
		return ret;
	ret = (int)sys_call(SYS_faccessat2, AT_FDCWD, (long)path, X_OK, AT_EACCESS, 0, 0);
	/* Before Linux 5.8 there is only the call for the real user. */
	return ret == -ENOSYS ? (int)sys_call(SYS_faccessat, AT_FDCWD, (long)path, X_OK, 0, 0, 0) : ret;
}

int files_executable_by_real_user(const char *path)
{
	int ret = regular(path);

	return ret < 0 ? ret : (int)sys_call(SYS_faccessat, AT_FDCWD, (long)path, X_OK, 0, 0, 0);
}

int files_exists(const char *path)
{
#ifdef SYS_access
	return (int)sys_call(SYS_access, (long)path, F_OK, 0, 0, 0, 0);
#else
	return (int)sys_call(SYS_faccessat, AT_FDCWD, (long)path, F_OK, 0, 0, 0);
#endif
}

long files_read(const char *path, size_t offset, char *buf, size_t n)
{
	int ret = regular(path);
	if (ret < 0)
		return ret;
	long fd = sys_call(SYS_openat, AT_FDCWD, (long)path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0,
		0, 0);
	if (fd < 0)
		return fd;
	/* Not pread(2): each ABI passes its 64-bit offset differently. */
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
/* The structure of 32-bit kernels; its size is an argument. */
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

int files_set_id(const char *path)
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

/* By the link of a descriptor in /proc: the kernel follows symbolic links as for execve(2). */
long files_real(const char *path, char *buf, size_t n)
{
	char link[SYS_FD_ROOM];
	long fd = sys_call(SYS_openat, AT_FDCWD, (long)path, O_PATH | O_CLOEXEC, 0, 0, 0);

	if (fd < 0)
		return fd;
	sys_fd_path(link, (int)fd);
	long ret = sys_readlink(link, buf, n);
	sys_call(SYS_close, fd, 0, 0, 0, 0, 0);
	/* Without /proc the path itself has to do. */
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

/* Not inlined, so that the stack holds one status at a time. */
static __attribute__((noinline)) bool identify(const char *path, struct identity *ret)
{
	STATUS st = {0};
	bool ok = status(path, &st) >= 0;

	if (ok)
		*ret = (struct identity){.device = st.st_dev, .inode = st.st_ino};
	return ok;
}

int files_same(const char *path, const char *other)
{
	struct identity one = {0}, two = {0};

	return identify(path, &one) && identify(other, &two) && one.device == two.device &&
		one.inode == two.inode;
}

struct exec_io files_io(void)
{
	return (struct exec_io){.executable = files_executable,
		.exists = files_exists,
		.read = files_read,
		.set_id = files_set_id,
		.real = files_real,
		.same = files_same};
}

long files_size(const char *path)
{
	STATUS st;
	long ret = status(path, &st);

	/* NOLINTNEXTLINE(clang-analyzer-core.uninitialized.UndefReturn): the kernel has filled it */
	return ret < 0 ? ret : (long)st.st_size;
}
