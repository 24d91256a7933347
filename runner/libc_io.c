// SPDX-License-Identifier: MIT
// The file system, through libc.
#include "runner/libc_io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "common/core/secure.h"
#include "common/tool/cleanup.h"

static int io_executable(const char *path)
{
	struct stat st;
	if (faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) || stat(path, &st))
		return -errno;
	return S_ISREG(st.st_mode) ? 0 : -EACCES;
}

static int io_exists(const char *path)
{
	return access(path, F_OK) ? -errno : 0;
}

static long io_read(const char *path, size_t offset, char *buf, size_t n)
{
	/* O_NONBLOCK: a fifo in the file's place must not hang us. */
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	if (fd < 0 || fstat(fd, &st))
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EACCES;
	ssize_t got = pread(fd, buf, n, (off_t)offset);
	return got < 0 ? -errno : got;
}

static int io_set_id(const char *path)
{
	struct statvfs fs;
	struct stat st;
	if (stat(path, &st))
		return 0;
	const struct secure_ids ids = {
		.uid = getuid(),
		.euid = geteuid(),
		.gid = getgid(),
		.egid = getegid(),
		.no_new_privileges = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1,
	};
	const struct secure_file file = {
		.mode = st.st_mode,
		.uid = st.st_uid,
		.gid = st.st_gid,
		.nosuid = !statvfs(path, &fs) && (fs.f_flag & ST_NOSUID),
		.has_capabilities = getxattr(path, "security.capability", NULL, 0) > 0,
	};
	return secure_is(&ids, &file);
}

static long io_real(const char *path, char *buf, size_t n)
{
	_cleanup_free_ char *real = realpath(path, NULL);
	if (!real)
		return -errno;
	size_t length = strlen(real);
	size_t used = length < n ? length : n - 1;
	memcpy(buf, real, used);
	buf[used] = '\0';
	return used == length ? (long)length : -ENAMETOOLONG;
}

static int io_same(const char *path, const char *other)
{
	struct stat one, two;
	return !stat(path, &one) && !stat(other, &two) && one.st_dev == two.st_dev &&
		one.st_ino == two.st_ino;
}

const struct exec_io libc_io = {
	.executable = io_executable,
	.exists = io_exists,
	.read = io_read,
	.set_id = io_set_id,
	.real = io_real,
	.same = io_same,
};
