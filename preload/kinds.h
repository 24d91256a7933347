// SPDX-License-Identifier: MIT
// The kinds of arguments and results in hooks.def: for each its C type, and its libffi type for the tests.
#pragma once

/* KIND_x: the type in a prototype. The variadic kinds are the last of their row. */
#define KIND_PATH const char *		/* a path */
#define KIND_FILE const char *		/* a path, or a name to be searched in PATH */
#define KIND_ATPATH const char *	/* a path, relative to the DIRFD before it */
#define KIND_DIRFD int
#define KIND_FD int
#define KIND_ARGV char *const *
#define KIND_ENVP char *const *
#define KIND_ARGS const char *, ...	/* argv one by one, then NULL */
#define KIND_ARGS_ENVP const char *, ... /* the same, then envp */
#define KIND_PID int *			/* where a process id, or a pidfd, is put */
#define KIND_ACTIONS const void *	/* posix_spawn_file_actions_t, never looked into */
#define KIND_CHANGES void *		/* the same, added to */
#define KIND_ATTR const void *		/* posix_spawnattr_t, likewise */
#define KIND_COMMAND const char *	/* for sh -c */
#define KIND_MODE const char *
#define KIND_WORDS const char *		/* wordexp(3)'s */
#define KIND_WORDEXP void *		/* wordexp_t, never looked into */
#define KIND_FLAGS int
#define KIND_NUMBER long		/* of a system call */
#define KIND_LONG long
#define KIND_INT int
#define KIND_STREAM void *		/* FILE, never looked into */

/* FFI_x: how a test passes it. */
#define FFI_PATH pointer
#define FFI_FILE pointer
#define FFI_ATPATH pointer
#define FFI_DIRFD sint
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
#define FFI_MODE pointer
#define FFI_WORDS pointer
#define FFI_WORDEXP pointer
#define FFI_FLAGS sint
#define FFI_NUMBER slong
#define FFI_LONG slong
#define FFI_INT sint
#define FFI_STREAM pointer

/* KINDS(KIND_, PATH, ARGV) is KIND_PATH, KIND_ARGV; rows have one to seven arguments. */
#define KINDS(prefix, ...) \
	KINDS_PICK(__VA_ARGS__, KINDS_7, KINDS_6, KINDS_5, KINDS_4, KINDS_3, KINDS_2, KINDS_1)(prefix, __VA_ARGS__)
#define KINDS_PICK(a, b, c, d, e, f, g, pick, ...) pick
#define KINDS_1(p, a) p##a
#define KINDS_2(p, a, ...) p##a, KINDS_1(p, __VA_ARGS__)
#define KINDS_3(p, a, ...) p##a, KINDS_2(p, __VA_ARGS__)
#define KINDS_4(p, a, ...) p##a, KINDS_3(p, __VA_ARGS__)
#define KINDS_5(p, a, ...) p##a, KINDS_4(p, __VA_ARGS__)
#define KINDS_6(p, a, ...) p##a, KINDS_5(p, __VA_ARGS__)
#define KINDS_7(p, a, ...) p##a, KINDS_6(p, __VA_ARGS__)
