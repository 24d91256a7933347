// SPDX-License-Identifier: MIT
// Memory for the duration of one call.
#include "preload/base/room.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>

#include "preload/base/sys.h"

/* The beginning of a region. */
struct region {
	struct region *next;
	size_t size;
};

/* The regions in use, and the thread whose call uses them: those that a child leaves at its exec are found
 * here. A call that finds no slot takes its region nevertheless. */
enum { SLOTS = 6, NOBODY = 0, BUSY = -1 };
static struct slot {
	int owner; /* a thread's number; BUSY: a thread changes the slot, perhaps this one, interrupted */
	struct region *region;
	uintptr_t room;
} slots[SLOTS];

/* Is another thread's call over, although it has not freed its region? Then its frame has become ours, as the
 * frame of a vfork(2) child becomes its parent's, or the thread has ended. A child that has executed a
 * program still exists. */
static bool is_over(const struct slot *slot, int owner, int self, uintptr_t room)
{
	uintptr_t other = __atomic_load_n(&slot->room, __ATOMIC_RELAXED);
	uintptr_t distance = other < room ? room - other : other - room;

	/* The first process of a namespace, which may share its parent's memory, cannot see threads
	 * outside. */
	return owner != self && (distance < sizeof(struct room) || (self != 1 && !sys_thread_exists(owner)));
}

static void set_slot(struct slot *slot, int owner, struct region *region, uintptr_t room)
{
	__atomic_store_n(&slot->region, region, __ATOMIC_RELAXED);
	__atomic_store_n(&slot->room, room, __ATOMIC_RELAXED);
	__atomic_store_n(&slot->owner, owner, __ATOMIC_RELEASE);
}

/* Returns a slot that is BUSY for this call, or NULL. Frees regions of calls that are over. */
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
			set_slot(slot, NOBODY, NULL, 0);
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
		set_slot(slot, region ? self : NOBODY, region, region ? (uintptr_t)room : 0);
	if (region)
		*region = (struct region){.next = room->regions, .size = size};
	return region;
}

void *room_take(struct room *room, size_t size)
{
	const size_t page = 4096; /* the smallest one */
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
				set_slot(slot, NOBODY, NULL, 0);
		next = region->next;
		sys_release(region, region->size);
	}
	room->regions = NULL;
}
