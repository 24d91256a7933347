// SPDX-License-Identifier: MIT
// Copies the tree of an existing environment.
#include "env-builder/transaction/copy_tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/xattr.h>
#endif

#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/die.h"
#include "common/tool/text.h"
#include "env-builder/system/file_at.h"
#include "env-builder/system/signals.h"

/* File capabilities and access control lists. One that the file system does not have, or only root may set,
 * is left out. */
static void copy_attributes(int from, int to)
{
#ifdef __linux__
	char names[4096], value[65536];
	ssize_t size = flistxattr(from, names, sizeof(names));
	for (const char *name = names; size > 0 && name < names + size; name += strlen(name) + 1) {
		ssize_t n = fgetxattr(from, name, value, sizeof(value));
		if (n >= 0)
			fsetxattr(to, name, value, (size_t)n, 0);
	}
#else
	(void)from, (void)to;
#endif
}

/* The owner comes first: fchown(2) clears set-id bits and capabilities. */
static int copy_rights(int from, int to, const struct stat *st)
{
	struct stat now;
	if (fstat(to, &now) < 0)
		return -errno;
	if ((now.st_uid != st->st_uid || now.st_gid != st->st_gid) &&
		fchown(to, st->st_uid, st->st_gid) < 0 && errno != EPERM)
		return -errno;
	if (fchmod(to, st->st_mode & 07777) < 0)
		return -errno;
	copy_attributes(from, to);
	return 0;
}

static int copy_properties(int from, int to, const struct stat *st)
{
	int r = copy_rights(from, to, st);
	return r < 0 || !futimens(to, (struct timespec[2]){st->st_atim, st->st_mtim}) ? r : -errno;
}

int copy_tree_rights(int from, int to, const char *path)
{
	_cleanup_close_ int in = openat(from, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	_cleanup_close_ int out = openat(to, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct stat st;
	return in < 0 || out < 0 || fstat(in, &st) < 0 ? -errno : copy_rights(in, out, &st);
}

static int copy_file(int from, int to, const char *name, const struct stat *st)
{
	int r = file_copy(from, name, to, name);
	if (r < 0)
		return r;
	_cleanup_close_ int in = openat(from, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	_cleanup_close_ int out = openat(to, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	return in < 0 || out < 0 ? -errno : copy_properties(in, out, st);
}

static int copy_link(int from, int to, const char *name, const struct stat *st)
{
	_cleanup_free_ char *target = need(malloc((size_t)st->st_size + 1));
	ssize_t n = readlinkat(from, name, target, (size_t)st->st_size + 1);
	if (n < 0)
		return -errno;
	if (n > st->st_size)
		return -EAGAIN; /* it changed since st was read */
	target[n] = '\0';
	if (symlinkat(target, to, name) < 0)
		return -errno;
	if (st->st_uid != geteuid() && fchownat(to, name, st->st_uid, st->st_gid, AT_SYMLINK_NOFOLLOW) < 0 &&
		errno != EPERM)
		return -errno;
	return 0;
}

static int copy_dir(int from, int to, const char *name, const struct stat *st, bool links, char **ret_path)
{
	if (mkdirat(to, name, 0700) < 0 && errno != EEXIST)
		return -errno;
	_cleanup_close_ int in = file_open_dir(from, name), out = file_open_dir(to, name);
	if (in < 0 || out < 0)
		return -errno;
	if (file_is_mount(in)) /* to remove the old tree would remove what is mounted in it */
		return -EBUSY;
	int r = copy_tree(in, out, (const char *const[2]){"", ""}, links, ret_path);
	return r < 0 ? r : copy_properties(in, out, st);
}

static int copy_entry(int from, int to, const char *name, bool links, char **ret_path)
{
	struct stat theirs, ours;
	if (fstatat(from, name, &theirs, AT_SYMLINK_NOFOLLOW) < 0)
		return -errno;
	bool exists = !fstatat(to, name, &ours, AT_SYMLINK_NOFOLLOW);
	if (!exists && errno != ENOENT)
		return -errno;
	if (exists) {
		if (S_ISDIR(ours.st_mode) && !S_ISDIR(theirs.st_mode))
			return -ENOTDIR;
		if (!S_ISDIR(theirs.st_mode))
			return 0;
		if (!S_ISDIR(ours.st_mode) && !S_ISLNK(ours.st_mode))
			return -EISDIR;
		/* from's lib64 may be a directory, and to's a link */
		if (S_ISLNK(ours.st_mode) && unlinkat(to, name, 0) < 0)
			return -errno;
	}
	if (S_ISDIR(theirs.st_mode))
		return copy_dir(from, to, name, &theirs, links, ret_path);
	if ((links || (S_ISREG(theirs.st_mode) && theirs.st_nlink > 1)) && !linkat(from, name, to, name, 0))
		return 0;
	if (S_ISLNK(theirs.st_mode))
		return copy_link(from, to, name, &theirs);
	if (S_ISFIFO(theirs.st_mode))
		return mkfifoat(to, name, theirs.st_mode & 0777) < 0 ? -errno : 0;
	return S_ISREG(theirs.st_mode) ? copy_file(from, to, name, &theirs) : -EINVAL;
}

int copy_tree(int from, int to, const char *const skipped[2], bool links, char **ret_path)
{
	_cleanup_closedir_ DIR *dir = fs_list_at(from, ".");
	if (!dir)
		return -errno;
	int r = 0;
	for (const struct dirent *entry; !r && (entry = fs_next(dir, &r));) {
		const char *name = entry->d_name;
		if (!strcmp(name, skipped[0]) || !strcmp(name, skipped[1]))
			continue;
		_cleanup_free_ char *below = NULL;
		r = signals_pending() ? -EINTR : copy_entry(from, to, name, links, &below);
		if (r < 0)
			*ret_path = below ? text_format("%s/%s", name, below) : text_copy(name);
	}
	return r;
}
