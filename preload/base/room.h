// SPDX-License-Identifier: MIT
// Memory for the duration of one call: a few hundred bytes in the hook's own frame, and regions from the
// kernel for what does not fit there.
//
// So the stack that a call needs does not depend on its arguments: it may be made on 4 KiB, or at the end of
// a stack that another thread's stack follows. Async-signal-safe, vfork-safe. A child that shares this
// process's memory frees its regions only if its exec(3) fails; else the next call that takes a region frees
// them.
#pragma once

#include <stddef.h>

struct room {
	char *at;
	size_t left;
	struct region *regions;
};

/* Declares a room with that many bytes of the frame. */
#define ROOM(name, bytes) \
	_Alignas(void *) char name##_own[bytes]; \
	struct room name = {.at = name##_own, .left = sizeof name##_own, .regions = NULL}

/* Returns memory of that many bytes, aligned for pointers, which is valid until room_leave(). NULL: the
 * kernel gives no more; the hook then passes the call on. Each hook calls room_leave() before it returns.
 * errno is kept. */
void *room_take(struct room *room, size_t size);
void room_give_back(struct room *room);
static inline void room_leave(struct room *room)
{
	if (__builtin_expect(room->regions != NULL, 0))
		room_give_back(room);
}
