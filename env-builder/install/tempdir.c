// SPDX-License-Identifier: MIT
// A directory for temporary files.
#include "env-builder/install/tempdir.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/system/marked_dir.h"

#define LENGTH_MAX 60
#define NAME "venvbuild-"

static bool is_plain(const char *path)
{
	size_t n = strlen(path);
	for (const char *s = path; *s; s++)
		if (!isalnum((unsigned char)*s) && !strchr("_./+-", *s))
			return false;
	return *path == '/' && n <= LENGTH_MAX;
}

/* Opens it. Returns -1 if that fails, or with EPERM if any user may rename the files of others in it:
 * programs are run from there. */
static int open_above(const char *path)
{
	struct stat st;
	_cleanup_close_ int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		fs_die_on_io_error(path);
	if (fd < 0 || fstat(fd, &st) < 0)
		return -1;
	if (st.st_mode & S_IWOTH && !(st.st_mode & S_ISVTX)) {
		errno = EPERM;
		return -1;
	}
	return take_fd(&fd);
}

static bool is_temporary(const char *name)
{
	return mark_is_name(name, NAME);
}

char *tempdir_make(int *ret_fd, char **ret_why)
{
	const char *own = getenv("TMPDIR"), *above = own && is_plain(own) ? own : "/tmp";
	_cleanup_close_ int dir = open_above(above);
	if (dir < 0 && strcmp(above, "/tmp") != 0)
		dir = open_above(above = "/tmp");
	_cleanup_free_ char *name = NULL;
	int fd = dir < 0 ? -errno : mark_make(dir, NAME, &name);
	if (fd < 0) {
		_cleanup_free_ char *quoted = text_quoted(above);
		*ret_why = text_format("cannot make a temporary directory in %s: %s", quoted,
			dir < 0 && fd == -EPERM ? "every user may rename files in it; use chmod +t, or set "
						  "TMPDIR to another directory"
						: strerror(-fd));
		return NULL;
	}
	mark_sweep(dir, is_temporary, name);
	*ret_fd = fd;
	return text_format("%s/%s", above, name);
}

void tempdir_remove(const char *path, int fd)
{
	_cleanup_free_ char *above = text_copy_n(path, path_dir_len(path));
	_cleanup_close_ int dir = open(above, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		close(fd);
	else
		mark_remove_open(dir, path_base(path), fd);
}
