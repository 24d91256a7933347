// SPDX-License-Identifier: MIT
// What the paths that this process hands to libc mean: is it a Python of the environment's version, and if
// so, where does each lead?
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "preload/base/room.h"

/* Decides whether this process is redirected: to be called when it starts, after late_redirect() has said
 * whose interpreter it is. Until then nothing is redirected. */
enum redirect_host {
	/* no interpreter: redirected if a Python of the version is loaded, now or by a later dlopen(3) */
	HOST_PROGRAM,
	HOST_ENVIRONMENT, /* the environment's interpreter */
	HOST_OTHER,       /* an interpreter that is left alone */
};
void redirect_start(enum redirect_host host);

/* A library is about to be loaded: what was decided may not hold any longer. */
void redirect_reconsider(void);

/* What a path means. */
struct meant {
	unsigned size;    /* the bytes of the path that is meant, NUL included; 0: it means what it says */
	unsigned kind;    /* enum pathmap_kind */
	const char *tail; /* what follows the directory; NULL: has to be found again */
};

extern int redirect_phase; /* 0: not redirected */
struct meant redirect_measure(int dirfd, const char *path);

/* In the place of a descriptor: what has no slash is no path, but a name to be searched for; and what is the
 * text of a symbolic link, which means another path only where it is absolute, and is never hidden. */
enum { REDIRECT_NAME = -2, REDIRECT_TARGET = -3 };

/* What does a path mean that is relative to dirfd? Where the process is not redirected, that costs a load and
 * a comparison, and path is not looked at: it may be a null or a bad pointer. Async-signal-safe, vfork-safe;
 * errno is kept. */
static inline struct meant redirect_look(int dirfd, const char *path)
{
	if (__builtin_expect(!__atomic_load_n(&redirect_phase, __ATOMIC_RELAXED), 1))
		return (struct meant){.size = 0};
	return redirect_measure(dirfd, path);
}

/* The path that is meant, in the room; path itself where it means what it says, or the room has no more. For
 * the first, somebody has looked. */
const char *redirect_fill(struct room *room, struct meant meant, int dirfd, const char *path);
const char *redirect_path(struct room *room, int dirfd, const char *path);

/* What a hook has in its frame for paths. */
enum { REDIRECT_ROOM = 384 };

/* Could a directory's entry of that name be hidden, and is it in the directory that is open as fd? The first
 * answer costs next to nothing. */
bool redirect_hides_name(const char *name);
bool redirect_hides(int fd, const char *name);
