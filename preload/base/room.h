// SPDX-License-Identifier: MIT
// Memory for the time of one call: a few hundred bytes in the hook's own frame,
// and what does not fit there from the kernel.
//
// No frame grows with what the caller hands over, so that a call needs as much stack as it needs for nothing
// at all: it may be made on 4 KiB, or at the end of a stack behind which another thread's begins.
// Async-signal-safe and vfork-safe. A child that shares this process's memory takes its own regions with it
// only if it comes back: where its exec(3) succeeds, who takes one next gives them back.
#pragma once

#include <stddef.h>

struct room {
	char *at;
	size_t left;
	struct region *regions;
};

/* Declares a room with so many bytes of the frame. */
#define ROOM(name, bytes) \
	_Alignas(void *) char name##_own[bytes]; \
	struct room name = {.at = name##_own, .left = sizeof name##_own, .regions = NULL}

/* So many bytes, aligned for pointers; NULL where there is no more memory: the call then passes as it is.
 * They last until room_leave(), to be called however the hook returns. errno stays. */
void *room_take(struct room *room, size_t size);
void room_give_back(struct room *room);
static inline void room_leave(struct room *room)
{
	if (__builtin_expect(room->regions != NULL, 0))
		room_give_back(room);
}
