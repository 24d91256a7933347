// SPDX-License-Identifier: MIT
// The environment of this process, read without getenv(3). Async-signal-safe, vfork-safe.
#pragma once

#include <stdbool.h>

#include "preload/base/room.h"

/* libc's environ; NULL before libc has set it up. */
char **environ_now(void);

/* The environment with which the process was started, where the kernel has put it, right before the auxiliary
 * vector; NULL where the loader does not publish its address, as musl's. */
char **environ_first(void);

/* The value of a variable in environ_now(); NULL: there is none, or the memory cannot be read. */
const char *environ_get(const char *name);

/* Replaces *envp by a copy in the room. Another thread may change environ, and free the array, while it is
 * read, and an array that was environ a moment ago looks like the caller's own. *envp stays where it cannot
 * be read, where no program can be given that much, and where it is so large that only its owner can have
 * made it. False: the room is full. */
bool environ_copy(struct room *room, char *const **envp);
