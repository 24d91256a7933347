// SPDX-License-Identifier: MIT
// Makes and copies files and directories.
#include "env-builder/system/file_at.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/fs.h>
#endif

#include "common/tool/cleanup.h"
#include "common/tool/text.h"

static int write_all(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t n = write(fd, data, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		data += n;
		len -= (size_t)n;
	}
	return 0;
}

static int write_file(int dir, const char *path, const void *data, size_t len, int how, mode_t mode)
{
	int fd = openat(dir, path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | how, mode);
	if (fd < 0)
		return -errno;
	int r = write_all(fd, data, len);
	if (close(fd) < 0 && !r) /* NFS reports a full disk or quota only here */
		r = -errno;
	return r;
}

int file_write(int dir, const char *path, const void *data, size_t len, mode_t mode)
{
	return write_file(dir, path, data, len, O_EXCL, mode);
}

int file_overwrite(int dir, const char *path, const void *data, size_t len)
{
	return write_file(dir, path, data, len, O_TRUNC | O_NONBLOCK | O_NOCTTY, 0600);
}

int file_make_dir(int dir, const char *path)
{
	return mkdirat(dir, path, 0777) < 0 && errno != EEXIST ? -errno : 0;
}

int file_each_above(const char *path, int (*visit)(void *ctx, const char *dir), void *ctx)
{
	int r = 0;
	for (const char *slash = path; !r && (slash = strchr(slash, '/')); slash++) {
		_cleanup_free_ char *dir = text_copy_n(path, (size_t)(slash - path));
		r = visit(ctx, dir);
	}
	return r;
}

static int make_dir(void *dir, const char *path)
{
	return file_make_dir(*(int *)dir, path);
}

int file_make_dirs(int dir, const char *path)
{
	return file_each_above(path, make_dir, &dir);
}

bool file_is_mount(int dir)
{
	struct stat here, above;
#ifdef STATX_ATTR_MOUNT_ROOT
	struct statx x; /* a bind mount has the same device */
	if (!statx(dir, "", AT_EMPTY_PATH, STATX_INO, &x) && x.stx_attributes & STATX_ATTR_MOUNT_ROOT)
		return true;
#endif
	return !fstat(dir, &here) && !fstatat(dir, "..", &above, 0) && here.st_dev != above.st_dev;
}

int file_open_dir(int dir, const char *path)
{
	return openat(dir, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static int copy_bytes(int in, int out)
{
	bool plain = false;
	char buf[65536];
	for (;;) {
		ssize_t n = plain ? read(in, buf, sizeof(buf))
				  : copy_file_range(in, NULL, out, NULL, 1 << 30, 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && !plain &&
			(errno == EXDEV || errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP)) {
			plain = true; /* continues behind what was copied */
			continue;
		}
		if (n < 0)
			return -errno;
		if (!n)
			return 0;
		int r = plain ? write_all(out, buf, (size_t)n) : 0;
		if (r < 0)
			return r;
	}
}

/* Makes a new file with the contents of from: with share, its blocks are shared. */
static int duplicate(int from_dir, const char *from, int dir, const char *path, bool share, bool keep_times)
{
	_cleanup_close_ int in = openat(from_dir, from, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	if (in < 0 || fstat(in, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode)) /* a fifo or a device may never end */
		return -EINVAL;
	int out = openat(dir, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
		st.st_mode & 0111 ? 0777 : 0666);
	if (out < 0)
		return -errno;
	int r = 0;
#ifdef FICLONE
	if (share && ioctl(out, FICLONE, in) < 0)
		r = -errno;
#else
	if (share)
		r = -EOPNOTSUPP;
#endif
	if (!share)
		r = copy_bytes(in, out);
	/* Compiled code is valid only for a source with this time. */
	if (!r && keep_times && futimens(out, (struct timespec[2]){st.st_atim, st.st_mtim}) < 0)
		r = -errno;
	if (close(out) < 0 && !r)
		r = -errno;
	if (r < 0 && unlinkat(dir, path, 0) < 0)
		r = -errno;
	return r;
}

int file_copy(int from_dir, const char *from, int dir, const char *path)
{
	return duplicate(from_dir, from, dir, path, false, false);
}

int file_link(int from_dir, const char *from, const char *from_path, int dir, const char *path,
	enum file_means *means)
{
	enum file_means first = *means == FILE_AUTO ? FILE_REFLINK : *means;
	enum file_means last = *means == FILE_AUTO ? FILE_COPY : *means;
	int r = 0;
	for (enum file_means try = first; try <= last; try++) {
		switch (try) {
		case FILE_AUTO:
		case FILE_REFLINK:
			r = duplicate(from_dir, from, dir, path, true, true);
			break;
		case FILE_HARDLINK:
			r = linkat(from_dir, from, dir, path, 0) < 0 ? -errno : 0;
			break;
		case FILE_COPY:
			r = duplicate(from_dir, from, dir, path, false, true);
			break;
		case FILE_SYMLINK:
			r = symlinkat(from_path, dir, path) < 0 ? -errno : 0;
			break;
		}
		if (r == -EEXIST || r == -ENOENT || r == -ENOSPC || r == -EIO)
			return r;
		if (!r) {
			*means = try;
			return 0;
		}
	}
	return r;
}
