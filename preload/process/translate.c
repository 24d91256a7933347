// SPDX-License-Identifier: MIT
// Translated paths.
#include "preload/process/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>

#include "common/core/pathmap.h"
#include "preload/base/room.h"
#include "preload/base/sys.h"

/* Paths are short: one that does not fit is tried again with PATH_MAX. */
enum { SHORT = 256 };

/* The directory that replaces the one that was found. */
static const char *directory(const struct state *state, struct translation translation)
{
	return translation.kind == PATHMAP_SITE ? state->policy.site : PATHMAP_NOWHERE;
}

struct translation translate_absolute(const struct state *state, const char *path)
{
	struct pathmap found = pathmap_find(&state->policy, path);
	struct translation ret = {.size = 0, .kind = found.kind, .tail = path + found.tail};

	if (found.kind != PATHMAP_NONE)
		ret.size = (unsigned)(strlen(directory(state, ret)) + strlen(ret.tail) + 1);
	return ret;
}

void translate_fill(const struct state *state, struct translation translation, char *out)
{
	const char *dir = directory(state, translation);
	size_t n = strlen(dir);

	memcpy(out, dir, n);
	memcpy(out + n, translation.tail, translation.size - n);
}

/* The directory from which a relative path starts: its length; size, if that is too little; or 0. */
static size_t start_of(int dirfd, char *out, size_t size)
{
	char link[SYS_FD_ROOM];
	long n;

	if (dirfd == AT_FDCWD || dirfd == TRANSLATE_NAME)
		n = sys_getcwd(out, size);
	else
		n = sys_fd_path(link, dirfd) ? sys_readlink(link, out, size) : 0;
	if (n == -ERANGE || n == (long)size)
		return size;
	if (n <= 0 || out[0] != '/')
		return 0;
	return (size_t)n;
}

/* The absolute path, in the room; NULL where there is none. */
static const char *make_absolute(struct room *room, int dirfd, const char *path)
{
	const size_t length = strlen(path);

	for (size_t most = SHORT;; most = PATH_MAX) {
		char *out = room_take(room, most + 1 + length + 1);
		size_t n = out ? start_of(dirfd, out, most) : 0;
		if (n && n < most) {
			out[n] = '/';
			memcpy(out + n + 1, path, length + 1);
			return out;
		}
		if (n != most || most == PATH_MAX)
			return NULL;
	}
}

/* Not inlined: its buffer would be on the stack of each hook that takes a path. */
__attribute__((noinline)) struct translation translate_relative(const struct state *state, int dirfd,
	const char *path, char *out, unsigned size)
{
	ROOM(room, 2 * SHORT);
	const char *whole = make_absolute(&room, dirfd, path);
	struct translation ret = {.size = 0};

	if (whole)
		ret = translate_absolute(state, whole);
	if (ret.size > size)
		ret.size = 0;
	if (out && ret.size)
		translate_fill(state, ret, out);
	ret.tail = NULL;
	room_leave(&room);
	return ret;
}
