// SPDX-License-Identifier: MIT
// Small questions to the file system, for the two programs.
#pragma once

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

/* Reads a regular file of at most max bytes. *ret is allocated, with a NUL behind its *ret_len bytes (ret_len
 * may be NULL). Returns 0, or a negative errno: -EFBIG where there is more, -EINVAL or -EISDIR where it is no
 * regular file. */
int fs_read(const char *path, size_t max, char **ret, size_t *ret_len);
/* The same for a file below the directory that is open as dir, whose last component is followed by no link;
 * for one that is open, at its start. */
int fs_read_at(int dir, const char *path, size_t max, char **ret, size_t *ret_len);
int fs_read_open(int fd, size_t max, char **ret, size_t *ret_len);

/* What such an errno, negative, says of a file that was to be read. */
const char *fs_strerror(int error);

/* Is there something of that name, a dangling symbolic link included? */
bool fs_exists(const char *path);
/* Following symbolic links: is it a directory, a regular file, a regular file that we may execute? */
bool fs_is_dir(const char *path);
bool fs_is_file(const char *path);

/* As stat(2), for a question that decides what is made: "no" is that there is nothing or that we may not
 * look. Dies where it cannot be told (the disk fails, there is no memory, no descriptor): false is not an
 * answer then. */
bool fs_stat(const char *path, struct stat *ret);
/* The same for any call at path that failed: dies where errno says that nothing can be told. */
void fs_die_on_io_error(const char *path);
/* Following symbolic links: are both there, and one file or directory? Asks as fs_stat does; NULL is no
 * file. */
bool fs_same(const char *a, const char *b);
bool fs_is_executable(const char *path);

/* Why a regular file is none that we may execute, and what helps: a clause. */
const char *fs_why_not_executable(const char *path);

/* What a symbolic link says, allocated; or NULL with errno. */
char *fs_readlink(const char *path);

/* The path that the symbolic link at path names, allocated: a relative one is relative to the link's
 * directory, and is not cleaned. NULL with errno. A chain of more than FS_LINKS_MAX links is ELOOP for the
 * kernel (MAXSYMLINKS, include/linux/namei.h). */
char *fs_link_target(const char *path);
#define FS_LINKS_MAX 40

/* The first executable file of that name in the directories of $PATH, allocated; or NULL. An empty entry, the
 * working directory, is skipped. */
char *fs_find_program(const char *name);

/* The absolute and clean form of path, allocated: what os.path.abspath() gives, symbolic links kept; but
 * where ".." behind a symbolic link would name another directory than the kernel's, the kernel's is taken.
 * NULL with errno where the working directory is gone or path is empty. */
char *fs_absolute(const char *path);

/* Opens the directory path, relative to the directory dir (AT_FDCWD: the working directory), to list its
 * entries. A symbolic link as the last component is not followed. NULL with errno. */
DIR *fs_list_at(int dir, const char *path);

/* The next entry of a directory except "." and ".."; NULL at its end, or with *ret_error, a negative errno,
 * where the list is incomplete. Otherwise *ret_error is not changed. */
const struct dirent *fs_next(DIR *dir, int *ret_error);
