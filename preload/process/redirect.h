// SPDX-License-Identifier: MIT
// Are the paths that this process gives to libc translated? They are in ENV's interpreter, and in a program
// that has loaded a Python of ENV's version. Async-signal-safe, vfork-safe; errno is kept.
#pragma once

#include <stdbool.h>

#include "preload/base/room.h"
#include "preload/process/translate.h"

/* What this process is, as late_redirect() has found. */
enum redirect_host {
	HOST_PROGRAM,     /* no interpreter: paths are translated once it loads a Python of ENV's version */
	HOST_ENVIRONMENT, /* ENV's interpreter */
	HOST_OTHER,       /* an interpreter that stays as it is */
};

/* Decides. To be called when the process starts; until then no path is translated. */
void redirect_start(enum redirect_host host);

/* To be called before a library is loaded, which may be a Python: the decision is made again. */
void redirect_reconsider(void);

/* 0: no path is translated, and a hook need not look at its paths. Only redirect.c writes it. */
extern int redirect_phase;

/* redirect_look() where redirect_phase is not 0. */
struct translation redirect_measure(int dirfd, const char *path);

/* What is the path translated to? It is relative to dirfd: a descriptor, AT_FDCWD, TRANSLATE_NAME or
 * TRANSLATE_LINK_TEXT (translate.h). Where no path is translated, this costs a load and a comparison, and
 * path is not read: it may be a null or a bad pointer. */
static inline struct translation redirect_look(int dirfd, const char *path)
{
	if (__builtin_expect(!__atomic_load_n(&redirect_phase, __ATOMIC_RELAXED), 1))
		return (struct translation){.size = 0};
	return redirect_measure(dirfd, path);
}

/* The translated path, in the room; path itself where it has none, or the room is full. redirect_fill() takes
 * what redirect_look() has returned. */
const char *redirect_fill(struct room *room, struct translation translation, int dirfd, const char *path);
const char *redirect_path(struct room *room, int dirfd, const char *path);

/* The bytes for paths in the frame of a hook. */
enum { REDIRECT_ROOM = 384 };

/* Could an entry of that name be hidden? That costs next to nothing; then: is it, in the directory that is
 * open as fd? */
bool redirect_hides_name(const char *name);
bool redirect_hides(int fd, const char *name);
