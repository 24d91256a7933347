// SPDX-License-Identifier: MIT
// Makes and copies files and directories. Paths are relative to an open directory; AT_FDCWD is the working
// directory. Unless something else is written, a function returns 0 or a negative errno.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Writes a new file. -EEXIST if path exists. mode is reduced by the umask. */
int file_write(int dir, const char *path, const void *data, size_t len, mode_t mode);
/* Writes a file of mode 0600 or the contents of an existing file. -ELOOP if path is a symbolic link. */
int file_overwrite(int dir, const char *path, const void *data, size_t len);

/* Opens a directory. A symbolic link as the last component is not followed. Returns a descriptor, or -1 with
 * errno. */
int file_open_dir(int dir, const char *path);

/* Makes a directory; if path exists, nothing is done. */
int file_make_dir(int dir, const char *path);
/* Makes each directory above the last component of path, as mkdir -p. */
int file_make_dirs(int dir, const char *path);
/* Calls visit for each directory above the last component of path, the uppermost first: of "/a/b/c" for "",
 * "/a" and "/a/b". Stops at a result other than 0 and returns it. */
int file_each_above(const char *path, int (*visit)(void *ctx, const char *dir), void *ctx);

/* Is the directory that is open as dir, perhaps with O_PATH, the root of a mount? */
bool file_is_mount(int dir);

enum file_means {
	FILE_AUTO,     /* the first of the next three that works */
	FILE_REFLINK,  /* a new file that shares its blocks with the old one (FICLONE, ioctl_ficlone(2)) */
	FILE_HARDLINK, /* a second name of the same file */
	FILE_COPY,     /* a new file with copied contents */
	FILE_SYMLINK,  /* a symbolic link to the file */
};

/* Makes path in dir a file with the contents, times and x bits of from in from_dir. from_path is the absolute
 * path of from, needed only for FILE_SYMLINK. FILE_AUTO in *means is replaced by what worked, so that the
 * next file is not tried by each of them. */
int file_link(int from_dir, const char *from, const char *from_path, int dir, const char *path,
	enum file_means *means);

/* Copies contents and x bits; the time of the copy is now. -EINVAL if from is not a regular file. */
int file_copy(int from_dir, const char *from, int dir, const char *path);
