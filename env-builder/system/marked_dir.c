// SPDX-License-Identifier: MIT
// Temporary directories, which a killed builder leaves behind and the next one removes.
#include "env-builder/system/marked_dir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/system/file_at.h"
#include "env-builder/system/lock.h"
#include "env-builder/system/remove_tree.h"

#define TRIES 100
#define MODE 01700
static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";

char *mark_name(const char *prefix)
{
	uint64_t bits;
	char name[MARK_LETTERS + 1] = "";
	/* An old kernel: the name can be guessed then, but mkdir(2) never uses one twice. */
	if (getentropy(&bits, sizeof(bits)) < 0) {
		struct timespec now;
		clock_gettime(CLOCK_REALTIME, &now);
		bits = (uint64_t)now.tv_nsec << 20 ^ (uint64_t)now.tv_sec ^ (uint64_t)getpid() << 32;
	}
	for (int i = 0; i < MARK_LETTERS; i++, bits >>= 5)
		name[i] = letters[bits & 31];
	return text_format("%s%s", prefix, name);
}

bool mark_is_name(const char *name, const char *prefix)
{
	size_t n = strlen(prefix);
	return text_starts(name, prefix) && strlen(name + n) == MARK_LETTERS &&
		strspn(name + n, letters) == MARK_LETTERS;
}

static int open_dir(int parent, const char *name)
{
	int fd = file_open_dir(parent, name);
	return fd < 0 ? -errno : fd;
}

static int set_mark(int fd)
{
	int mark = openat(fd, MARK, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	return mark < 0 || close(mark) < 0 ? -errno : 0;
}

/* Returns it, open; -EAGAIN if another builder removed it before it had its lock or its mark; or another
 * negative errno. After a failure nothing is left. */
static int make(int parent, const char *name, bool locked)
{
	if (mkdirat(parent, name, MODE) < 0)
		return -errno;
	int fd = open_dir(parent, name);
	int r = fd < 0 ? fd : 0;
	/* With another error than EWOULDBLOCK the file system has no locks, and so nobody sweeps in it. */
	if (!r && locked &&
		((flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK) ||
			!lock_is_current(parent, name, fd)))
		r = -EAGAIN;
	if (!r)
		r = set_mark(fd);
	if (!r)
		return fd;
	if (fd >= 0)
		mark_remove_open(parent, name, fd);
	else
		unlinkat(parent, name, AT_REMOVEDIR);
	return r == -ENOENT ? -EAGAIN : r;
}

int mark_make(int parent, const char *prefix, char **ret_name)
{
	int r = -EAGAIN;
	for (int i = 0; i < TRIES && (r == -EAGAIN || r == -EEXIST); i++) {
		_cleanup_free_ char *name = mark_name(prefix);
		r = make(parent, name, true);
		if (r >= 0)
			*ret_name = take(&name);
	}
	return r;
}

int mark_make_named(int parent, const char *name)
{
	return make(parent, name, false);
}

int mark_remove_open(int parent, const char *name, int fd)
{
	struct stat dir, mark;
	int r = fstat(fd, &dir) < 0 ? -errno : 0;
	bool own = !r && dir.st_uid == geteuid();
	bool marked = own && !fstatat(fd, MARK, &mark, AT_SYMLINK_NOFOLLOW) && S_ISREG(mark.st_mode) &&
		mark.st_uid == dir.st_uid;
	if (marked)
		r = remove_all_in(fd, MARK);
	else
		close(fd);
	if (r)
		return r;
	if (!marked && (!own || (dir.st_mode & 07777) != MODE))
		return 1;
	if (!unlinkat(parent, name, AT_REMOVEDIR) || errno == ENOENT)
		return 0;
	return !marked && (errno == ENOTEMPTY || errno == EEXIST) ? 1 : -errno;
}

int mark_remove(int parent, const char *name)
{
	int fd = open_dir(parent, name);
	if (fd >= 0)
		return mark_remove_open(parent, name, fd);
	return fd == -ENOENT ? 0 : fd == -ENOTDIR || fd == -ELOOP ? 1 : fd;
}

void mark_sweep(int parent, bool (*is)(const char *name), const char *skipped)
{
	_cleanup_closedir_ DIR *dir = fs_list_at(parent, ".");
	int r = 0;
	for (const struct dirent *entry; dir && (entry = fs_next(dir, &r));) {
		const char *name = entry->d_name;
		if (!is(name) || !strcmp(name, skipped))
			continue;
		int fd = lock_open(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, false);
		if (fd >= 0)
			mark_remove_open(parent, name, fd);
	}
}
