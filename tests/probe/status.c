// SPDX-License-Identifier: MIT
// The functions of libc for the probe, including stat(2) and others, which are not symbols before glibc 2.33.
#include "tests/probe/scene.h"

#include <string.h>

#ifdef _STAT_VER
static int old_stat(const char *path, struct stat *st)
{
	return LIBC(__xstat)(_STAT_VER, path, st);
}

static int old_lstat(const char *path, struct stat *st)
{
	return LIBC(__lxstat)(_STAT_VER, path, st);
}

static int old_fstatat(int dirfd, const char *path, struct stat *st, int flags)
{
	return LIBC(__fxstatat)(_STAT_VER, dirfd, path, st, flags);
}

static void *inlined(const char *name)
{
	return !strcmp(name, "stat")       ? (void *)old_stat
		: !strcmp(name, "lstat")   ? (void *)old_lstat
		: !strcmp(name, "fstatat") ? (void *)old_fstatat
					   : NULL;
}
#else
static void *inlined(const char *name)
{
	(void)name;
	return NULL;
}
#endif

void *scene_function(const char *name)
{
	void *found = scene_libc(name);
	return found ? found : inlined(name);
}
