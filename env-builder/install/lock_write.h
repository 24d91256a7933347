// SPDX-License-Identifier: MIT
// --lock FILE: what is installed in an environment, written down with hashes.
//
// FILE is a pylock.toml (PEP 751) where it is called so, or pylock.NAME.toml; else a list for pip. The hashes
// are those of every file of each release that the index has, as pip or uv sees it: what is installed is
// looked up there again. What came from an archive, a repository or a directory is named as such. Same
// environment and index, same text.
#pragma once

#include "common/tool/text.h"
#include "env-builder/cache/cache.h"
#include "env-builder/cli/options.h"
#include "env-builder/install/installer.h"

/* A lock that is made but not yet in its place. Starts as {0}. */
struct lock {
	char *target; /* NULL: standard output */
	char *beside; /* where it is meanwhile: NULL: nowhere */
	char *text;
};

/* Can FILE be written? To be asked before the work. Returns 0, or -1 and *ret_why. */
int lock_check(const char *file, char **ret_why);

/* Locks the toolbox's environment. asked, NULL-terminated or NULL: requirements that no option names, for
 * telling whether pip or setuptools were asked for. *ret is {0}, and to be cleared either way. Returns 0, or
 * -1 and *ret_why. */
int lock_make(const struct installer *toolbox, const char *const *asked, struct lock *ret, char **ret_why);

/* Puts it in its place, by one rename; or adds it to out, for standard output. Returns 0, or -1 and
 * *ret_why. */
int lock_commit(struct lock *lock, struct text *out, char **ret_why);
/* Takes away what is not in its place. */
void lock_clear(struct lock *lock);

/* Locks the environment that is at path, in which nothing is changed. With --dry-run, --json, -v: as
 * create_environment(). */
int lock_environment(const struct options *options, const struct cache *cache, const char *path,
	struct text *out, char **ret_why);
