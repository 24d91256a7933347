// SPDX-License-Identifier: MIT
// The hooks that load libraries: a library may be libpython, or an extension module in a base site directory.
//
// The loader finds the RUNPATH and the namespace of its caller by the return address. So a hook jumps to the
// next function if the path stays as it is. A translated path is absolute, and needs no RUNPATH.
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
	/* After everything that looks, so that this thread's next look comes after the load. */
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
