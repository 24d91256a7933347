// SPDX-License-Identifier: MIT
// Files and directories made, copied and removed below an open directory. Each function returns 0 or a
// negative errno.
#pragma once

#include <stddef.h>
#include <sys/types.h>

/* Writes a new file; what is there already is -EEXIST. mode is subject to the umask. */
int file_write(int dir, const char *path, const void *data, size_t len, mode_t mode);
/* The same, private, over what is there; not through a link. */
int file_overwrite(int dir, const char *path, const void *data, size_t len);

/* The directories above path's last component; those that are there are fine. */
int file_make_dirs(int dir, const char *path);

enum file_means {
	FILE_AUTO,     /* the first of the next three that works, which then becomes the choice */
	FILE_REFLINK,  /* shared blocks, own inode */
	FILE_HARDLINK, /* the same inode */
	FILE_COPY,
	FILE_SYMLINK,
};

/* Makes path below dir the same file as from below from_dir, with its times and x bits. from_path is the
 * absolute path of from, for FILE_SYMLINK only. */
int file_link(int from_dir, const char *from, const char *from_path, int dir, const char *path,
	enum file_means *means);

/* A copy with today's times: of a base interpreter. */
int file_copy(int from_dir, const char *from, int dir, const char *path);

/* rm -rf. Never follows a symbolic link; gives itself the rights to directories that deny them; needs few
 * descriptors, however deep the tree is. A name that is not there is fine. */
int file_remove(int dir, const char *path);
/* The same for all that is in the directory that is open as fd, which is closed; the file last, unless NULL,
 * goes after all others have gone. */
int file_clear(int fd, const char *last);
