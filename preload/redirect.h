// SPDX-License-Identifier: MIT
// What the paths that this process hands to libc mean: is it a Python of the environment's version, and if so, where
// does each lead?
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Decides whether this process is redirected: to be called when it starts, after heal() has said whose interpreter it
 * is. Until then nothing is redirected. Takes the loader's lock. */
enum redirect_host {
	HOST_PROGRAM,	  /* no interpreter: redirected if a Python of the version is loaded, now or by a later dlopen(3) */
	HOST_ENVIRONMENT, /* the environment's interpreter */
	HOST_OTHER,	  /* an interpreter that is left alone */
};
void redirect_start(enum redirect_host host);

/* A library is about to be loaded: what was decided may not hold any longer. */
void redirect_reconsider(void);

/* The bytes, NUL included, of the path that a call really means, path being relative to dirfd; 0: it means what it says.
 * The call to a process that is not redirected costs a load and a comparison, and path is not looked at: it may be a
 * null or a bad pointer. Then redirect_fill() writes the new path. Async-signal-safe, vfork-safe; errno is kept. */
extern int redirect_phase; /* 0: not redirected */
size_t redirect_measure(int dirfd, const char *path);

static inline size_t redirect_size(int dirfd, const char *path)
{
	return __builtin_expect(__atomic_load_n(&redirect_phase, __ATOMIC_RELAXED), 0) ? redirect_measure(dirfd, path) : 0;
}
const char *redirect_fill(char *out, size_t size, int dirfd, const char *path);

/* Puts into path what it means, in room that it declares in the caller's own frame. */
#define REDIRECT(path, dirfd)                                      \
	const size_t path##_size = redirect_size(dirfd, path);     \
	char path##_room[path##_size + 1];                         \
	if (path##_size)                                           \
	path = redirect_fill(path##_room, path##_size, dirfd, path)

/* Could a directory's entry of that name be hidden, and is it in the directory that is open as fd? The first answer costs
 * next to nothing. */
bool redirect_hides_name(const char *name);
bool redirect_hides(int fd, const char *name);
