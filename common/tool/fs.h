// SPDX-License-Identifier: MIT
// Small queries of the file system, for the two programs.
#pragma once

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

/* Reads a regular file of at most max bytes. *ret is allocated, with a NUL behind its *ret_len bytes
 * (ret_len may be NULL). Returns 0, or a negative errno: -EFBIG where the file is larger, -EISDIR for a
 * directory, -EINVAL for another file that is not regular. A fifo does not block it. */
int fs_read(const char *path, size_t max, char **ret, size_t *ret_len);
/* The same for a path relative to the open directory dir, where the last component may be no symbolic
 * link, and for an open file, from its present offset. */
int fs_read_at(int dir, const char *path, size_t max, char **ret, size_t *ret_len);
int fs_read_open(int fd, size_t max, char **ret, size_t *ret_len);

/* The text for a negative errno of these functions. */
const char *fs_strerror(int error);

/* Does a file of any kind exist at path, a dangling symbolic link included? */
bool fs_exists(const char *path);
/* Is it a directory, a regular file, after symbolic links? */
bool fs_is_dir(const char *path);
bool fs_is_file(const char *path);

/* stat(2), where the result decides what is created. False: the file does not exist, or this user may not
 * search its directory. An I/O error, or no memory or descriptor, is no answer: it ends the program with a
 * message. */
bool fs_stat(const char *path, struct stat *ret);
/* The same for another failed call at path: ends the program where errno is such an error. */
void fs_die_on_io_error(const char *path);
/* Are both the same file or directory, after symbolic links? Uses fs_stat(). False where one is NULL. */
bool fs_same(const char *a, const char *b);
/* Is it a regular file that this user may execute, after symbolic links? */
bool fs_is_executable(const char *path);

/* The reason why this user cannot execute a regular file, and the remedy: a clause for a message. */
const char *fs_why_not_executable(const char *path);

/* The text of a symbolic link, allocated; or NULL with errno. */
char *fs_readlink(const char *path);

/* The path that the symbolic link at path names, allocated: a relative one is relative to the link's
 * directory, and is not cleaned. NULL with errno. A chain of more than FS_LINKS_MAX links is ELOOP for the
 * kernel (MAXSYMLINKS, include/linux/namei.h). */
char *fs_link_target(const char *path);
#define FS_LINKS_MAX 40

/* The first executable file of that name in the directories of $PATH, allocated; or NULL. An empty entry, the
 * working directory, is skipped. */
char *fs_find_program(const char *name);

/* The absolute and clean form of path, allocated. Symbolic links stay, as in Python's os.path.abspath(),
 * except where ".." after a symbolic link leads to another directory for the kernel: then it is the
 * kernel's. NULL with errno where the working directory was deleted or path is empty. */
char *fs_absolute(const char *path);

/* Opens the directory path, relative to the directory dir (AT_FDCWD: the working directory), to list its
 * entries. A symbolic link as the last component is not followed. NULL with errno. */
DIR *fs_list_at(int dir, const char *path);

/* The next entry of a directory except "." and ".."; NULL at its end, or with *ret_error, a negative errno,
 * where the list is incomplete. Otherwise *ret_error is not changed. */
const struct dirent *fs_next(DIR *dir, int *ret_error);
