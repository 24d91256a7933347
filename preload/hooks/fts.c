// SPDX-License-Identifier: MIT
// The hooks that walk several trees at once: fts(3).
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>

#include "preload/base/errno.h"
#include "preload/base/readable.h"
#include "preload/hooks/hook.h"
#include "preload/process/redirect.h"

/* The number of paths; 0 for an array with which libc will crash by itself. */
static size_t count_of(char *const *paths)
{
	size_t count = 0;

	if ((uintptr_t)paths % sizeof *paths)
		return 0;
	for (; readable_bytes(paths + count, sizeof *paths); count++)
		if (!paths[count])
			return count;
	return 0;
}

static void *open_trees(enum hook id, char *const *paths, int flags, void *compare)
{
	__typeof__(&hook_fts_open) next = next_find(id);
	size_t count = redirect_phase ? count_of(paths) : 0;

	if (!next) {
		errno_return(-ENOSYS);
		return NULL;
	}
	ROOM(room, REDIRECT_ROOM);
	char **translated = count ? room_take(&room, (count + 1) * sizeof *translated) : NULL;
	for (size_t i = 0; translated && i < count; i++)
		translated[i] = (char *)redirect_path(&room, AT_FDCWD, paths[i]);
	if (translated)
		translated[count] = NULL;
	void *ret = next(translated ? translated : paths, flags, compare);
	room_leave(&room);
	return ret;
}

void *hook_fts_open(char *const *paths, int flags, void *compare)
{
	return open_trees(HOOK_fts_open, paths, flags, compare);
}

void *hook_fts64_open(char *const *paths, int flags, void *compare)
{
	return open_trees(HOOK_fts64_open, paths, flags, compare);
}
