// SPDX-License-Identifier: MIT
// The hooks that load libraries: one may be libpython, and an extension module is found in a directory that is redirected.
//
// The loader takes the RUNPATH and the namespace of whoever calls it from the return address. So the next function is
// jumped to, not called, where nothing changes; and where something does, the path is absolute and needs no RUNPATH.
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "preload/errno.h"
#include "preload/hook.h"
#include "preload/redirect.h"

/* A name without a slash is searched for, and a null pointer means the program itself. */
static size_t size_of(const char *file)
{
	return file ? redirect_size(AT_FDCWD, file) : 0;
}

static __attribute__((noinline)) void *load_redirected(const char *file, int mode, size_t size)
{
	char room[size];
	return NEXT(dlopen)(redirect_fill(room, size, AT_FDCWD, file), mode);
}

static __attribute__((noinline)) void *load_redirected_into(long space, const char *file, int mode, size_t size)
{
	char room[size];
	return NEXT(dlmopen)(space, redirect_fill(room, size, AT_FDCWD, file), mode);
}

static void *missing(void)
{
	errno_return(-ENOSYS);
	return NULL;
}

void *hook_dlopen(const char *file, int mode)
{
	__typeof__(&hook_dlopen) next = NEXT(dlopen);

	redirect_reconsider();
	if (!next)
		return missing();
	size_t size = size_of(file);
	return size ? load_redirected(file, mode, size) : next(file, mode);
}

void *hook_dlmopen(long space, const char *file, int mode)
{
	__typeof__(&hook_dlmopen) next = NEXT(dlmopen);

	redirect_reconsider();
	if (!next)
		return missing();
	size_t size = size_of(file);
	return size ? load_redirected_into(space, file, mode, size) : next(space, file, mode);
}
