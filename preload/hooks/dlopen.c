// SPDX-License-Identifier: MIT
// The hooks that load libraries: one may be libpython, and an extension module is found in a directory that
// is redirected.
//
// The loader takes the RUNPATH and the namespace of whoever calls it from the return address. So the next
// function is jumped to, not called, where nothing changes; and where something does, the path is absolute
// and needs no RUNPATH.
#include <errno.h>
#include <stddef.h>

#include "preload/base/errno.h"
#include "preload/hooks/hook.h"
#include "preload/process/redirect.h"

static __attribute__((noinline)) void *load_redirected(const char *file, int mode)
{
	ROOM(room, REDIRECT_ROOM);
	void *ret = NEXT(dlopen)(redirect_path(&room, TRANSLATE_NAME, file), mode);
	room_leave(&room);
	return ret;
}

static __attribute__((noinline)) void *load_redirected_into(long space, const char *file, int mode)
{
	ROOM(room, REDIRECT_ROOM);
	void *ret = NEXT(dlmopen)(space, redirect_path(&room, TRANSLATE_NAME, file), mode);
	room_leave(&room);
	return ret;
}

static void *missing(void)
{
	errno_return(-ENOSYS);
	return NULL;
}

void *hook_dlopen(const char *file, int mode)
{
	__typeof__(&hook_dlopen) next = NEXT(dlopen);

	if (!next)
		return missing();
	if (redirect_look(TRANSLATE_NAME, file).size)
		return load_redirected(file, mode);
	/* Behind all that looks: this thread's next look is to be after the load. */
	redirect_reconsider();
	return next(file, mode);
}

void *hook_dlmopen(long space, const char *file, int mode)
{
	__typeof__(&hook_dlmopen) next = NEXT(dlmopen);

	if (!next)
		return missing();
	if (redirect_look(TRANSLATE_NAME, file).size)
		return load_redirected_into(space, file, mode);
	redirect_reconsider();
	return next(space, file, mode);
}
