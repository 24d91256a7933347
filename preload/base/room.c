// SPDX-License-Identifier: MIT
// Memory for the time of one call.
#include "preload/base/room.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>

#include "preload/base/sys.h"

/* What a region begins with. */
struct region {
	struct region *next;
	size_t size;
};

/* Which regions are in use, and by which thread's call: what a child leaves behind by its exec is found here.
 * A call that finds no slot takes its region all the same. */
enum { SLOTS = 6, NOBODY = 0, BUSY = -1 };
static struct slot {
	int owner; /* a thread's number; BUSY: somebody is at it, who may be this thread, interrupted */
	struct region *region;
	uintptr_t room;
} slots[SLOTS];

/* Is another thread's call over, though it has given nothing back? Its frame has become ours, as that of a
 * vfork(2) child becomes its parent's; or the thread is no more.
 * A child that has executed another program goes on as a process. */
static bool is_over(const struct slot *slot, int owner, int self, uintptr_t room)
{
	uintptr_t other = __atomic_load_n(&slot->room, __ATOMIC_RELAXED);
	uintptr_t distance = other < room ? room - other : other - room;

	/* The first process of a namespace, which may share its parent's memory,
	 * cannot ask for those outside. */
	return owner != self && (distance < sizeof(struct room) || (self != 1 && !sys_thread_exists(owner)));
}

static void put_down(struct slot *slot, int owner, struct region *region, uintptr_t room)
{
	__atomic_store_n(&slot->region, region, __ATOMIC_RELAXED);
	__atomic_store_n(&slot->room, room, __ATOMIC_RELAXED);
	__atomic_store_n(&slot->owner, owner, __ATOMIC_RELEASE);
}

/* A slot that is BUSY for us, or NULL; and gives back what nobody will. */
static struct slot *take_slot(int self, uintptr_t room)
{
	struct slot *ret = NULL;

	for (struct slot *slot = slots; slot < slots + SLOTS; slot++) {
		int owner = __atomic_load_n(&slot->owner, __ATOMIC_ACQUIRE);
		if (owner == BUSY || (owner == NOBODY ? ret != NULL : !is_over(slot, owner, self, room)) ||
			!__atomic_compare_exchange_n(&slot->owner, &owner, BUSY, false, __ATOMIC_ACQUIRE,
				__ATOMIC_RELAXED))
			continue;
		if (slot->region)
			sys_release(slot->region, slot->region->size);
		if (ret)
			put_down(slot, NOBODY, NULL, 0);
		else
			ret = slot;
	}
	return ret;
}

static struct region *take_region(struct room *room, size_t size)
{
	int self = sys_thread();
	struct slot *slot = take_slot(self, (uintptr_t)room);
	struct region *region = sys_memory(size);

	if (slot)
		put_down(slot, region ? self : NOBODY, region, region ? (uintptr_t)room : 0);
	if (region)
		*region = (struct region){.next = room->regions, .size = size};
	return region;
}

void *room_take(struct room *room, size_t size)
{
	const size_t page = 4096; /* or a part of one */
	const size_t rounded = (size + sizeof(void *) - 1) / sizeof(void *) * sizeof(void *);

	if (rounded < size)
		return NULL;
	if (rounded > room->left) {
		size_t whole = (sizeof(struct region) + rounded + page - 1) / page * page;
		struct region *region = whole > rounded ? take_region(room, whole) : NULL;
		if (!region)
			return NULL;
		room->regions = region;
		room->at = (char *)(region + 1);
		room->left = whole - sizeof *region;
	}
	char *ret = room->at;
	room->at += rounded;
	room->left -= rounded;
	return ret;
}

void room_give_back(struct room *room)
{
	for (struct region *region = room->regions, *next; region; region = next) {
		int self = sys_thread();
		for (struct slot *slot = slots; slot < slots + SLOTS; slot++)
			if (__atomic_load_n(&slot->owner, __ATOMIC_RELAXED) == self &&
				__atomic_load_n(&slot->region, __ATOMIC_RELAXED) == region)
				put_down(slot, NOBODY, NULL, 0);
		next = region->next;
		sys_release(region, region->size);
	}
	room->regions = NULL;
}
