// SPDX-License-Identifier: MIT
// Replacements for functions that glibc 2.31 does not have.
#pragma once

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/core/count.h"

/* clang-format off */
#define ERROR_NAMES \
	NAME(EPERM) NAME(ENOENT) NAME(ESRCH) NAME(EINTR) NAME(EIO) NAME(ENXIO) NAME(E2BIG) \
	NAME(ENOEXEC) NAME(EBADF) NAME(ECHILD) NAME(EAGAIN) NAME(ENOMEM) NAME(EACCES) NAME(EFAULT) \
	NAME(ENOTBLK) NAME(EBUSY) NAME(EEXIST) NAME(EXDEV) NAME(ENODEV) NAME(ENOTDIR) NAME(EISDIR) \
	NAME(EINVAL) NAME(ENFILE) NAME(EMFILE) NAME(ENOTTY) NAME(ETXTBSY) NAME(EFBIG) NAME(ENOSPC) \
	NAME(ESPIPE) NAME(EROFS) NAME(EMLINK) NAME(EPIPE) NAME(EDOM) NAME(ERANGE) NAME(EDEADLK) \
	NAME(ENAMETOOLONG) NAME(ENOLCK) NAME(ENOSYS) NAME(ENOTEMPTY) NAME(ELOOP) NAME(ENOMSG) \
	NAME(EIDRM) NAME(ECHRNG) NAME(EL2NSYNC) NAME(EL3HLT) NAME(EL3RST) NAME(ELNRNG) NAME(EUNATCH) \
	NAME(ENOCSI) NAME(EL2HLT) NAME(EBADE) NAME(EBADR) NAME(EXFULL) NAME(ENOANO) NAME(EBADRQC) \
	NAME(EBADSLT) NAME(EBFONT) NAME(ENOSTR) NAME(ENODATA) NAME(ETIME) NAME(ENOSR) NAME(ENONET) \
	NAME(ENOPKG) NAME(EREMOTE) NAME(ENOLINK) NAME(EADV) NAME(ESRMNT) NAME(ECOMM) NAME(EPROTO) \
	NAME(EMULTIHOP) NAME(EDOTDOT) NAME(EBADMSG) NAME(EOVERFLOW) NAME(ENOTUNIQ) NAME(EBADFD) \
	NAME(EREMCHG) NAME(ELIBACC) NAME(ELIBBAD) NAME(ELIBSCN) NAME(ELIBMAX) NAME(ELIBEXEC) \
	NAME(EILSEQ) NAME(ERESTART) NAME(ESTRPIPE) NAME(EUSERS) NAME(ENOTSOCK) NAME(EDESTADDRREQ) \
	NAME(EMSGSIZE) NAME(EPROTOTYPE) NAME(ENOPROTOOPT) NAME(EPROTONOSUPPORT) NAME(ESOCKTNOSUPPORT) \
	NAME(EOPNOTSUPP) NAME(EPFNOSUPPORT) NAME(EAFNOSUPPORT) NAME(EADDRINUSE) NAME(EADDRNOTAVAIL) \
	NAME(ENETDOWN) NAME(ENETUNREACH) NAME(ENETRESET) NAME(ECONNABORTED) NAME(ECONNRESET) \
	NAME(ENOBUFS) NAME(EISCONN) NAME(ENOTCONN) NAME(ESHUTDOWN) NAME(ETOOMANYREFS) NAME(ETIMEDOUT) \
	NAME(ECONNREFUSED) NAME(EHOSTDOWN) NAME(EHOSTUNREACH) NAME(EALREADY) NAME(EINPROGRESS) \
	NAME(ESTALE) NAME(EUCLEAN) NAME(ENOTNAM) NAME(ENAVAIL) NAME(EISNAM) NAME(EREMOTEIO) \
	NAME(EDQUOT) NAME(ENOMEDIUM) NAME(EMEDIUMTYPE) NAME(ECANCELED) NAME(ENOKEY) NAME(EKEYEXPIRED) \
	NAME(EKEYREVOKED) NAME(EKEYREJECTED) NAME(EOWNERDEAD) NAME(ENOTRECOVERABLE) NAME(ERFKILL) \
	NAME(EHWPOISON)
/* clang-format on */

/* Returns "ENOENT" for ENOENT, as strerrorname_np(3) of glibc 2.32, and "?" for an unknown number. */
static inline const char *error_name(int error)
{
#define NAME(error) [error] = #error,
	static const char *const names[] = {ERROR_NAMES};
#undef NAME
	const char *name = error > 0 && (size_t)error < COUNT(names) ? names[error] : NULL;
	return name ? name : "?";
}

/* closefrom(3) of glibc 2.34, up to descriptor 1023. */
static inline void close_above(int first)
{
	for (int fd = first; fd < 1024; fd++)
		close(fd);
}

/* waitid(2) with P_PIDFD of glibc 2.36. */
static inline int wait_for_pidfd(int fd, siginfo_t *info)
{
	return waitid((idtype_t)3, (id_t)fd, info, WEXITED);
}

/* execveat(3) of glibc 2.34. On an older one, the function is that of the library or of
 * tests/hooks/standin.c; without both, the system call is made. */
#if defined(__GLIBC__) && !__GLIBC_PREREQ(2, 34)
#define LIBC_LACKS_EXECVEAT
__attribute__((weak)) int execveat(int dirfd, const char *path, char *const *argv, char *const *envp,
	int flags);
#define execveat(...) (execveat ? execveat(__VA_ARGS__) : (int)syscall(SYS_execveat, __VA_ARGS__))
#endif

#ifndef SYS_faccessat2
#define SYS_faccessat2 439
#endif
