// SPDX-License-Identifier: MIT
// Names and texts of errors.
#include "common/core/errors.h"

#include <errno.h>
#include <stddef.h>

#include "common/core/count.h"

/* The errors of execve(2), posix_spawn(3) and clone(2), and what a file system or a seccomp filter may return
 * instead. Arrays and no pointers, which would have to be relocated. */
static const struct {
	int error;
	char name[16], text[44];
} table[] = {
#define ERROR(name, text) \
	{ \
		name, #name, text \
	}
	ERROR(EPERM, "Operation not permitted"),
	ERROR(ENOENT, "No such file or directory"),
	ERROR(ESRCH, "No such process"),
	ERROR(EINTR, "Interrupted system call"),
	ERROR(EIO, "Input/output error"),
	ERROR(ENXIO, "No such device or address"),
	ERROR(E2BIG, "Argument list too long"),
	ERROR(ENOEXEC, "Exec format error"),
	ERROR(EBADF, "Bad file descriptor"),
	ERROR(ECHILD, "No child processes"),
	ERROR(EAGAIN, "Resource temporarily unavailable"),
	ERROR(ENOMEM, "Cannot allocate memory"),
	ERROR(EACCES, "Permission denied"),
	ERROR(EFAULT, "Bad address"),
	ERROR(EBUSY, "Device or resource busy"),
	ERROR(EEXIST, "File exists"),
	ERROR(ENODEV, "No such device"),
	ERROR(ENOTDIR, "Not a directory"),
	ERROR(EISDIR, "Is a directory"),
	ERROR(EINVAL, "Invalid argument"),
	ERROR(ENFILE, "Too many open files in system"),
	ERROR(EMFILE, "Too many open files"),
	ERROR(ETXTBSY, "Text file busy"),
	ERROR(EFBIG, "File too large"),
	ERROR(ENOSPC, "No space left on device"),
	ERROR(EROFS, "Read-only file system"),
	ERROR(ENAMETOOLONG, "File name too long"),
	ERROR(ENOSYS, "Function not implemented"),
	ERROR(ELOOP, "Too many levels of symbolic links"),
	ERROR(EUSERS, "Too many users"),
	ERROR(EOPNOTSUPP, "Operation not supported"),
	ERROR(ETIMEDOUT, "Connection timed out"),
	ERROR(ENOTCONN, "Transport endpoint is not connected"),
	ERROR(EHOSTDOWN, "Host is down"),
	ERROR(ESTALE, "Stale file handle"),
	ERROR(EREMOTEIO, "Remote I/O error"),
	ERROR(EDQUOT, "Disk quota exceeded"),
	ERROR(ELIBBAD, "Accessing a corrupted shared library"),
	ERROR(ENOKEY, "Required key not available"),
	ERROR(EKEYREJECTED, "Key was rejected by service"),
#undef ERROR
};
#define ERRORS COUNT(table)

static size_t find(int error)
{
	size_t i = 0;

	while (i < ERRORS && table[i].error != error)
		i++;
	return i;
}

const char *errors_name(int error)
{
	size_t i = find(error);
	return i < ERRORS ? table[i].name : NULL;
}

const char *errors_text(int error)
{
	size_t i = find(error);
	return i < ERRORS ? table[i].text : NULL;
}
