// SPDX-License-Identifier: MIT
// The hooks that read a directory: hidden entries are left out.
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>

#include "preload/errno.h"
#include "preload/hook.h"
#include "preload/redirect.h"

/* Is an entry that was read from a stream to be left out? Which directory that is, libc has to say. */
static bool is_hidden(void *stream, const char *name)
{
	if (!redirect_hides_name(name))
		return false;
	int (*descriptor)(void *) = (int (*)(void *))next_find_other("dirfd");
	return descriptor && redirect_hides(descriptor(stream), name);
}

void *hook_readdir(void *stream)
{
	struct dirent *entry;

	if (!NEXT(readdir)) {
		errno_return(-ENOSYS);
		return NULL;
	}
	do
		entry = NEXT(readdir)(stream);
	while (entry && is_hidden(stream, entry->d_name));
	return entry;
}

void *hook_readdir64(void *stream)
{
	struct dirent64 *entry;

	if (!NEXT(readdir64)) {
		errno_return(-ENOSYS);
		return NULL;
	}
	do
		entry = NEXT(readdir64)(stream);
	while (entry && is_hidden(stream, entry->d_name));
	return entry;
}

int hook_readdir_r(void *stream, void *entry, void *ret)
{
	struct dirent **found = ret;
	int error;

	if (!NEXT(readdir_r))
		return ENOSYS;
	do
		error = NEXT(readdir_r)(stream, entry, ret);
	while (!error && *found && is_hidden(stream, (*found)->d_name));
	return error;
}

int hook_readdir64_r(void *stream, void *entry, void *ret)
{
	struct dirent64 **found = ret;
	int error;

	if (!NEXT(readdir64_r))
		return ENOSYS;
	do
		error = NEXT(readdir64_r)(stream, entry, ret);
	while (!error && *found && is_hidden(stream, (*found)->d_name));
	return error;
}
