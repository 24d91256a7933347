// SPDX-License-Identifier: MIT
// A directory for temporary files that outlives no builder for long.
#include "env-builder/temporary.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/file.h"

#define LENGTH_MAX 60
#define NAME "venvbuild-"
#define TRIES 100

static bool is_plain(const char *path)
{
	size_t n = strlen(path);
	for (const char *s = path; *s; s++)
		if (!isalnum((unsigned char)*s) && !strchr("_./+-", *s))
			return false;
	return *path == '/' && n <= LENGTH_MAX && fs_is_dir(path);
}

static void sweep(const char *above)
{
	_cleanup_closedir_ DIR *dir = opendir(above);
	int r = 0;
	for (const struct dirent *entry; dir && (entry = file_next(dir, &r));) {
		if (!text_starts(entry->d_name, NAME) || strlen(entry->d_name) != strlen(NAME) + 6)
			continue;
		_cleanup_close_ int fd = openat(dirfd(dir), entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		struct stat st;
		if (fd >= 0 && !fstat(fd, &st) && st.st_uid == geteuid() && !flock(fd, LOCK_EX | LOCK_NB))
			file_remove(dirfd(dir), entry->d_name);
	}
}

char *temporary_make(int *ret_fd, char **ret_why)
{
	const char *own = getenv("TMPDIR"), *above = own && is_plain(own) ? own : "/tmp";
	for (int i = 0; i < TRIES; i++) {
		_cleanup_free_ char *path = text_format("%s/" NAME "XXXXXX", above);
		if (!mkdtemp(path)) {
			*ret_why = text_format("cannot make a temporary directory in %s: %s", above, strerror(errno));
			return NULL;
		}
		/* Another may sweep it before we hold it. */
		_cleanup_close_ int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		struct stat st;
		bool held = fd >= 0 && !flock(fd, LOCK_EX | LOCK_NB);
		if (fd < 0 || (!held && errno == EWOULDBLOCK) || fstat(fd, &st) < 0 || !st.st_nlink) {
			int error = errno;
			rmdir(path);
			errno = error;
			continue;
		}
		*ret_fd = take_fd(&fd);
		if (held) /* else it would be swept, too */
			sweep(above);
		return take(&path);
	}
	*ret_why = text_format("cannot keep a temporary directory in %s: %s", above, strerror(errno));
	return NULL;
}
