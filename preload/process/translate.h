// SPDX-License-Identifier: MIT
// Translated paths: where a path leads under the policy (common/core/pathmap.h), relative ones included.
// Async-signal-safe, vfork-safe; errno is kept.
#pragma once

#include <limits.h>

#include "preload/base/state.h"

/* What a path is translated to. */
struct translation {
	unsigned size;    /* the bytes of the translated path with its NUL; 0: the path stays as it is */
	unsigned kind;    /* enum pathmap_kind */
	const char *tail; /* the part of the path behind the directory; NULL: it has to be found again */
};

/* In the place of a descriptor. A name without a slash is searched for and is no path. The text of a symbolic
 * link leads somewhere else only if it is absolute, and is never hidden. */
enum { TRANSLATE_NAME = -2, TRANSLATE_LINK_TEXT = -3 };

/* Longer paths stay as they are. The kernel takes none beyond PATH_MAX, but realpath(3) and glob(3) do. */
enum { TRANSLATE_MOST = 16 * PATH_MAX };

/* Of an absolute path. */
struct translation translate_absolute(const struct state *state, const char *path);

/* Of a path that is relative to dirfd, by the absolute path that it has now: another thread may change the
 * directory. If out, which holds size bytes, is not NULL, the translated path is written there. One that
 * takes more than size bytes is no translation. */
struct translation translate_relative(const struct state *state, int dirfd, const char *path, char *out,
	unsigned size);

/* Writes a translated path whose tail is known, size bytes, to out. */
void translate_fill(const struct state *state, struct translation translation, char *out);
