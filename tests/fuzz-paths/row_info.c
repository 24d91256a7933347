// SPDX-License-Identifier: MIT
// Facts about rows: their output, the functions that they call, their flags.
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <ftw.h>
#include <fts.h>
#include <glob.h>
#include <link.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <sys/xattr.h>

#include "common/core/count.h"
#include "tests/fuzz-paths/note.h"
#include "tests/fuzz-paths/outcome.h"

#define MANY 200 /* the maximum number of noted entries */

/* The memory of the nth OUT, or NULL. */
static void *written(const struct call *call, size_t nth)
{
	for (size_t i = 0; i < ARGUMENTS; i++)
		if (call->row->kinds[i] == IS_OUT && !nth--)
			return call->outs[i];
	return NULL;
}

/* Only times that a call set are noted: all others are the present. */
static void note_time(int64_t seconds)
{
	note_number("time", seconds < 1 << 30 ? seconds : -1);
}

static void note_stat(const struct call *call)
{
	const struct stat *st = written(call, 0);

	if (!st || call->result.sint)
		return;
	note_number("mode", st->st_mode);
	note_number("links", (int64_t)st->st_nlink);
	note_number("owner", st->st_uid);
	note_number("device", (int64_t)st->st_dev);
	note_number("size", S_ISDIR(st->st_mode) ? 0 : st->st_size);
	note_time(st->st_mtime);
	note_time(st->st_atime);
}

static void note_statx(const struct call *call)
{
	const struct statx *st = written(call, 0);

	if (!st || call->result.sint)
		return;
	note_number("mask", st->stx_mask);
	note_number("mode", st->stx_mode);
	note_number("links", st->stx_nlink);
	note_number("size", S_ISDIR(st->stx_mode) ? 0 : (int64_t)st->stx_size);
}

static void note_statfs(const struct call *call)
{
	const struct statfs *fs = written(call, 0);

	if (!fs || call->result.sint)
		return;
	note_number("type", fs->f_type);
	note_number("longest name", fs->f_namelen);
}

static void note_statvfs(const struct call *call)
{
	const struct statvfs *fs = written(call, 0);

	if (!fs || call->result.sint)
		return;
	note_number("flags", (int64_t)fs->f_flag);
	note_number("longest name", (int64_t)fs->f_namemax);
}

/* What returns how many bytes it has written. */
static void note_text_written(const struct call *call)
{
	const char *text = written(call, 0);

	if (text && call->result.slong > 0 && call->result.slong <= OUT_SIZE)
		note_bytes("text", text, (size_t)call->result.slong);
}

static int keep(const struct dirent *entry)
{
	return strcmp(entry->d_name, "b") != 0;
}

static void note_scandir(const struct call *call)
{
	struct dirent ***list = written(call, 0), **entries;

	if (!list || call->result.sint < 0)
		return;
	entries = *list;
	for (int i = 0; i < call->result.sint; i++) {
		note_text("entry", entries[i]->d_name);
		note_number("type", entries[i]->d_type);
		free(entries[i]);
	}
	free(entries);
}

static void note_entry(const struct call *call)
{
	struct dirent **found = written(call, 1);
	const struct dirent *entry = found ? *found : call->result.pointer;

	note_text("entry", entry ? entry->d_name : NULL);
	if (entry)
		note_number("type", entry->d_type);
}

static int glob_error(const char *path, int error)
{
	note_text("cannot read", path);
	note_number("error", error);
	return 0;
}

static void note_glob(const struct call *call)
{
	glob_t *found = written(call, 1);

	if (!found)
		return;
	for (size_t i = 0; i < found->gl_pathc && i < MANY; i++)
		note_text("found", found->gl_pathv[found->gl_offs + i]);
	globfree(found);
}

static int walked;

static int walk(const char *path, const struct stat *st, int type)
{
	note_text("walks", path);
	note_number("type", type);
	note_number("mode", type == FTW_NS ? 0 : st->st_mode);
	return ++walked % MANY == 0;
}

static int walk_deep(const char *path, const struct stat *st, int type, struct FTW *at)
{
	note_number("base", at->base);
	note_number("level", at->level);
	return walk(path, st, type);
}

static void note_walk(const struct call *call)
{
	(void)call;
	walked = 0;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static void note_fts(const struct call *call)
{
	FTS *fts = call->result.pointer;
	FTSENT *entry;

	if (!fts)
		return;
	for (int i = 0; i < MANY && (entry = fts_read(fts)); i++) {
		note_text("walks", entry->fts_path);
		note_number("info", entry->fts_info);
		note_number("error", entry->fts_errno);
	}
	fts_close(fts);
}

static void note_library(const struct call *call)
{
	struct link_map *map = NULL;

	if (!call->result.pointer) {
		note_text("error", dlerror());
		return;
	}
	if (!dlinfo(call->result.pointer, RTLD_DI_LINKMAP, &map))
		note_text("library", map->l_name);
	dlclose(call->result.pointer);
}

static void note_actions(const struct call *call)
{
	posix_spawn_file_actions_destroy(call->values[0].pointer);
}

static const int open_flags[] = {O_WRONLY, O_RDWR, O_CREAT, O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_DIRECTORY,
	O_NOFOLLOW, O_PATH, O_TMPFILE, O_CLOEXEC, -1};
static const int temporary_flags[] = {O_APPEND, O_CLOEXEC, O_SYNC, -1};
static const int glob_flags[] = {GLOB_ERR, GLOB_MARK, GLOB_NOSORT, GLOB_NOCHECK, GLOB_NOESCAPE, GLOB_PERIOD,
	GLOB_BRACE, GLOB_NOMAGIC, GLOB_ONLYDIR, -1};
static const int nftw_flags[] = {FTW_PHYS, FTW_MOUNT, FTW_CHDIR, FTW_DEPTH, -1};
static const int fts_flags[] = {FTS_LOGICAL, FTS_COMFOLLOW, FTS_NOCHDIR, FTS_NOSTAT, FTS_SEEDOT, FTS_XDEV,
	-1};
static const int attribute_flags[] = {XATTR_CREATE, XATTR_REPLACE, -1};
static const int load_flags[] = {RTLD_NOW, RTLD_NOLOAD, RTLD_GLOBAL, -1};

#define FUNCTION(name) (void *)(uintptr_t)name

static const struct row_info info[] = {
	/* O_NONBLOCK: an open of a FIFO or a device must not block. */
	{"open open64 openat openat64 __open_2 __open64_2 __openat_2 __openat64_2 ", .flags = open_flags,
		.always = O_NONBLOCK},
	{"mkostemp mkostemp64 mkostemps mkostemps64 ", .flags = temporary_flags},
	{"stat stat64 lstat lstat64 fstatat fstatat64 __xstat __xstat64 __lxstat __lxstat64 __fxstatat "
	 "__fxstatat64 ",
		.note = note_stat},
	{"statx ", .note = note_statx}, {"statfs statfs64 ", .note = note_statfs},
	{"statvfs statvfs64 ", .note = note_statvfs},
	{"readlink readlinkat __readlink_chk __readlinkat_chk ", .note = note_text_written},
	{"getxattr lgetxattr listxattr llistxattr ", .note = note_text_written},
	{"setxattr lsetxattr ", .flags = attribute_flags},
	{"scandir scandir64 scandirat scandirat64 ", .note = note_scandir,
		.functions = {NULL, FUNCTION(keep), FUNCTION(alphasort)}},
	{"readdir readdir64 readdir_r readdir64_r ", .note = note_entry},
	{"glob glob64 ", .note = note_glob, .functions = {FUNCTION(glob_error)}, .flags = glob_flags},
	{"ftw ftw64 ", .note = note_walk, .functions = {FUNCTION(walk)}},
	{"nftw nftw64 ", .note = note_walk, .functions = {FUNCTION(walk_deep)}, .flags = nftw_flags},
	{"fts_open fts64_open ", .note = note_fts, .functions = {FUNCTION(by_name)}, .flags = fts_flags},
	{"dlopen dlmopen ", .note = note_library, .flags = load_flags, .always = RTLD_LAZY},
	{"posix_spawn_file_actions_addopen ", .note = note_actions},
	{"ftok ", .varies = true}, /* made from the inode */
};

const struct row_info *row_info_find(const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < COUNT(info); i++)
		for (const char *p = info[i].rows; *p; p = strchr(p, ' ') + 1)
			if (!strncmp(p, name, n) && p[n] == ' ')
				return &info[i];
	return NULL;
}
