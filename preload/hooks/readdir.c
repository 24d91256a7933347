// SPDX-License-Identifier: MIT
// The hooks that read a directory: they skip hidden entries.
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "preload/base/errno.h"
#include "preload/hooks/hook.h"
#include "preload/process/redirect.h"

/* Is an entry that was read from a stream hidden? libc's dirfd(3) returns the directory. */
static bool is_hidden(void *stream, const char *name)
{
	if (!redirect_hides_name(name))
		return false;
	int (*descriptor)(void *) = (int (*)(void *))next_find_other("dirfd");
	return descriptor && redirect_hides(descriptor(stream), name);
}

/* The entry of the functions with 64 in their names, the kernel's. musl since 1.2.4 has no type for it. */
struct wide {
	uint64_t ino, off;
	unsigned short reclen;
	unsigned char type;
	char d_name[];
};

/* entry is the struct dirent of the function's own width. */
#define READ(name, entry) \
	void *hook_##name(void *stream) \
	{ \
		entry *found; \
		if (!NEXT(name)) { \
			errno_return(-ENOSYS); \
			return NULL; \
		} \
		do \
			found = NEXT(name)(stream); \
		while (found && is_hidden(stream, found->d_name)); \
		return found; \
	}
#define READ_INTO(name, entry) \
	int hook_##name(void *stream, void *room, void *ret) \
	{ \
		entry **found = ret; \
		int error; \
		if (!NEXT(name)) \
			return ENOSYS; \
		do \
			error = NEXT(name)(stream, room, ret); \
		while (!error && *found && is_hidden(stream, (*found)->d_name)); \
		return error; \
	}
READ(readdir, struct dirent)
READ(readdir64, struct wide)
READ_INTO(readdir_r, struct dirent)
READ_INTO(readdir64_r, struct wide)
