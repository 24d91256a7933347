// SPDX-License-Identifier: MIT
// Small queries of the file system.
#include "common/tool/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/text.h"

int fs_read(const char *path, size_t max, char **ret, size_t *ret_len)
{
	return fs_read_at(AT_FDCWD, path, max, ret, ret_len);
}

int fs_read_at(int dir, const char *path, size_t max, char **ret, size_t *ret_len)
{
	/* O_NONBLOCK: a fifo must not block us. */
	_cleanup_close_ int fd = openat(dir, path,
		O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (dir == AT_FDCWD ? 0 : O_NOFOLLOW));
	return fd < 0 ? -errno : fs_read_open(fd, max, ret, ret_len);
}

int fs_read_open(int fd, size_t max, char **ret, size_t *ret_len)
{
	struct stat st;
	if (fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return S_ISDIR(st.st_mode) ? -EISDIR : -EINVAL;
	if ((size_t)st.st_size > max)
		return -EFBIG;
	/* One byte more than its size: a read that returns less than requested is the last one. */
	size_t room = (size_t)st.st_size + 1, len = 0;
	_cleanup_free_ char *data = need(malloc(room + 1));
	for (;;) {
		ssize_t n = read(fd, data + len, room - len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		len += (size_t)n;
		if (len > max)
			return -EFBIG;
		if (len < room)
			break;
		room *= 2; /* it grew; the size of files in /proc is 0 */
		data = need(realloc(data, room + 1));
	}
	data[len] = '\0';
	*ret = take(&data);
	if (ret_len)
		*ret_len = len;
	return 0;
}

const char *fs_strerror(int error)
{
	return error == -EINVAL ? "it is not a regular file" : strerror(-error);
}

bool fs_exists(const char *path)
{
	struct stat st;
	return !lstat(path, &st);
}

bool fs_is_dir(const char *path)
{
	struct stat st;
	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

bool fs_is_file(const char *path)
{
	struct stat st;
	return !stat(path, &st) && S_ISREG(st.st_mode);
}

void fs_die_on_io_error(const char *path)
{
	if (errno != EIO && errno != ENOMEM && errno != ENOSPC && errno != ESTALE && errno != EMFILE &&
		errno != ENFILE)
		return;
	_cleanup_free_ char *quoted = text_quoted(path);
	die("cannot look at %s: %s", quoted, strerror(errno));
}

bool fs_stat(const char *path, struct stat *ret)
{
	bool there = !stat(path, ret);
	if (!there)
		fs_die_on_io_error(path);
	return there;
}

bool fs_same(const char *a, const char *b)
{
	struct stat one, two;
	return a && b && fs_stat(a, &one) && fs_stat(b, &two) && one.st_ino == two.st_ino &&
		one.st_dev == two.st_dev;
}

bool fs_is_executable(const char *path)
{
	return fs_is_file(path) && !faccessat(AT_FDCWD, path, X_OK, AT_EACCESS);
}

char *fs_readlink(const char *path)
{
	size_t room = 256;
	for (;;) {
		_cleanup_free_ char *to = need(malloc(room));
		ssize_t n = readlink(path, to, room);
		if (n < 0)
			return NULL;
		if ((size_t)n < room) {
			to[n] = '\0';
			return take(&to);
		}
		room *= 2;
	}
}

char *fs_link_target(const char *path)
{
	_cleanup_free_ char *target = fs_readlink(path);
	if (!target || *target == '/')
		return take(&target);
	return text_format("%.*s%s", (int)path_dir_len(path), path, target);
}

char *fs_find_program(const char *name)
{
	const char *path = getenv("PATH");
	for (size_t n; path; path = path[n] ? path + n + 1 : NULL) {
		n = strcspn(path, ":");
		_cleanup_free_ char *file = text_format("%.*s/%s", (int)n, path, name);
		if (n && fs_is_executable(file))
			return take(&file);
	}
	return NULL;
}

/* The end of the last ".." component, or NULL. */
static const char *last_dotdot(const char *path)
{
	const char *end = NULL;
	for (const char *p = path; *p;) {
		size_t n = strcspn(p, "/");
		if (n == 2 && p[0] == '.' && p[1] == '.')
			end = p + n;
		p += n;
		p += strspn(p, "/");
	}
	return end;
}

char *fs_absolute(const char *path)
{
	if (!*path) {
		errno = ENOENT;
		return NULL;
	}
	_cleanup_free_ char *full = NULL;
	if (*path == '/') {
		full = text_copy(path);
	} else {
		_cleanup_free_ char *cwd = getcwd(NULL, 0);
		if (!cwd)
			return NULL;
		full = text_format("%s/%s", cwd, path);
	}
	const char *rest = last_dotdot(full);
	if (rest) {
		_cleanup_free_ char *up = text_copy_n(full, (size_t)(rest - full));
		_cleanup_free_ char *clean = text_copy(up);
		path_clean(clean, up);
		struct stat kernel, ours;
		_cleanup_free_ char *real = NULL;
		if (!stat(up, &kernel) &&
			(stat(clean, &ours) < 0 || kernel.st_dev != ours.st_dev ||
				kernel.st_ino != ours.st_ino) &&
			(real = realpath(up, NULL))) {
			char *moved = text_format("%s%s", real, rest);
			free(full);
			full = moved;
		}
	}
	path_clean(full, full);
	return take(&full);
}

const char *fs_why_not_executable(const char *path)
{
	struct statvfs fs;
	struct stat st;

	if (!statvfs(path, &fs) && (fs.f_flag & ST_NOEXEC))
		return "its file system is mounted with noexec";
	if (!stat(path, &st) && (st.st_mode & 0111))
		return "this user may not execute it";
	return "it is not executable; make it so with chmod +x";
}

DIR *fs_list_at(int dir, const char *path)
{
	_cleanup_close_ int fd = openat(dir, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *list = fd < 0 ? NULL : fdopendir(fd);
	if (list)
		take_fd(&fd);
	return list;
}

const struct dirent *fs_next(DIR *dir, int *ret_error)
{
	for (;;) {
		errno = 0;
		const struct dirent *entry = readdir(dir);
		if (!entry && errno)
			*ret_error = -errno;
		if (!entry || (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0))
			return entry;
	}
}
