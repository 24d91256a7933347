// SPDX-License-Identifier: MIT
// The kinds of arguments and results in hooks.def: for each its C type, and its libffi type for the tests.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* KIND_x: the type in a prototype. The variadic kinds are the last of their row. */
#define KIND_PATH const char *           /* a path */
#define KIND_FILE const char *           /* a path, or a name that is searched in PATH */
#define KIND_DIRFD int                   /* the next argument, an ATPATH, is relative to it */
#define KIND_ATPATH const char *         /* a path, relative to the DIRFD before it */
#define KIND_TEMPLATE char *             /* a path that is completed in place, as mkstemp(3) does it */
#define KIND_PATHS char *const *         /* an array of paths */
#define KIND_LIBRARY const char *        /* a path, or a name that the loader searches */
#define KIND_FD int                      /* a descriptor */
#define KIND_ARGV char *const *          /* argv */
#define KIND_ENVP char *const *          /* envp */
#define KIND_ARGS const char *, ...      /* argv one by one, then NULL */
#define KIND_ARGS_ENVP const char *, ... /* the same, then envp */
#define KIND_PID int *                   /* gets a process id, or a pidfd */
#define KIND_ACTIONS const void *        /* posix_spawn_file_actions_t, never read */
#define KIND_CHANGES void *              /* the same, to which one is added */
#define KIND_ATTR const void *           /* posix_spawnattr_t, likewise */
#define KIND_COMMAND const char *        /* for sh -c */
#define KIND_WORDS const char *          /* wordexp(3)'s */
#define KIND_WORDEXP void *              /* wordexp_t, never read */
#define KIND_TARGET const char *         /* the text of a symbolic link: translated only if it is absolute */
#define KIND_STR const char *            /* a string that is no path: fopen(3)'s mode, an attribute's name */
#define KIND_IN const void *             /* memory that is read */
#define KIND_OUT void *                  /* memory that is written; or a function that is called */
#define KIND_STREAM void *               /* FILE or DIR, never read */
#define KIND_TEXT char *                 /* a string that is returned */
#define KIND_FLAGS int
#define KIND_INT int
#define KIND_UINT unsigned
#define KIND_LONG long
#define KIND_ULONG unsigned long
#define KIND_NUMBER long /* of a system call */
/* mode_t; variadic functions may be called without it, and then it is undefined */
#define KIND_MODE unsigned
#define KIND_ID unsigned /* uid_t and gid_t */
#define KIND_SIZE size_t
#define KIND_SSIZE ssize_t
#define KIND_WIDE int64_t /* off64_t, dev_t, uint64_t */
/* glibc's off_t has 32 bits, musl's 64: it is passed on as it is on the caller's stack */
#ifdef __i386__
#define KIND_OFF int64_t /* off_t */
#define FFI_OFF sint64
#else
#define KIND_OFF long
#define FFI_OFF slong
#endif

/* FFI_x: how a test passes it. */
#define FFI_PATH pointer
#define FFI_FILE pointer
#define FFI_DIRFD sint
#define FFI_ATPATH pointer
#define FFI_TEMPLATE pointer
#define FFI_PATHS pointer
#define FFI_LIBRARY pointer
#define FFI_FD sint
#define FFI_ARGV pointer
#define FFI_ENVP pointer
#define FFI_ARGS pointer
#define FFI_ARGS_ENVP pointer
#define FFI_PID pointer
#define FFI_ACTIONS pointer
#define FFI_CHANGES pointer
#define FFI_ATTR pointer
#define FFI_COMMAND pointer
#define FFI_WORDS pointer
#define FFI_WORDEXP pointer
#define FFI_TARGET pointer
#define FFI_STR pointer
#define FFI_IN pointer
#define FFI_OUT pointer
#define FFI_STREAM pointer
#define FFI_TEXT pointer
#define FFI_FLAGS sint
#define FFI_INT sint
#define FFI_UINT uint
#define FFI_LONG slong
#define FFI_ULONG ulong
#define FFI_NUMBER slong
#define FFI_MODE uint
#define FFI_ID uint
#define FFI_SIZE ulong
#define FFI_SSIZE slong
#define FFI_WIDE sint64

/* KINDS(KIND_, PATH, ARGV) is KIND_PATH, KIND_ARGV; rows have one to seven arguments. */
#define KINDS(prefix, ...) \
	KINDS_PICK(__VA_ARGS__, KINDS_7, KINDS_6, KINDS_5, KINDS_4, KINDS_3, KINDS_2, KINDS_1) \
	(prefix, __VA_ARGS__)
#define KINDS_PICK(a, b, c, d, e, f, g, pick, ...) pick
#define KINDS_1(p, a) p##a
#define KINDS_2(p, a, ...) p##a, KINDS_1(p, __VA_ARGS__)
#define KINDS_3(p, a, ...) p##a, KINDS_2(p, __VA_ARGS__)
#define KINDS_4(p, a, ...) p##a, KINDS_3(p, __VA_ARGS__)
#define KINDS_5(p, a, ...) p##a, KINDS_4(p, __VA_ARGS__)
#define KINDS_6(p, a, ...) p##a, KINDS_5(p, __VA_ARGS__)
#define KINDS_7(p, a, ...) p##a, KINDS_6(p, __VA_ARGS__)
