// SPDX-License-Identifier: MIT
// The arguments of each row of hooks.def besides its paths.
#include "tests/probe/recipe.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <ftw.h>
#include <fts.h>
#include <glob.h>
#include <linux/stat.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/fanotify.h>
#include <sys/inotify.h>
#include <sys/mount.h>
#include <unistd.h>

#include "common/core/count.h"

#define OPENS "open open64 openat openat64"
#define STATS \
	"stat stat64 lstat lstat64 fstatat fstatat64 __xstat __xstat64 __lxstat __lxstat64 __fxstatat " \
	"__fxstatat64"
#define FOPENS "fopen fopen64 freopen freopen64"
#define ACCESS "access eaccess euidaccess faccessat"
#define TEMPLATES "mkstemp mkstemp64 mkostemp mkostemp64 mkdtemp mktemp"
#define STAT_VERSION 1 /* of __xstat() on x86-64; elsewhere all calls fail with EINVAL */
#define EXCHANGE 2     /* RENAME_EXCHANGE */

static const struct recipe recipes[] = {
	{OPENS, .shape = SHAPE_FD, .flags = O_RDONLY},
	{OPENS, .shape = SHAPE_FD, .flags = O_RDWR | O_CREAT, .mode = 0640},
	{OPENS, .shape = SHAPE_FD, .flags = O_WRONLY | O_CREAT | O_EXCL | O_TRUNC, .mode = 0600},
	{OPENS, .shape = SHAPE_FD, .flags = O_PATH | O_NOFOLLOW},
	{"__open_2 __open64_2 __openat_2 __openat64_2", .shape = SHAPE_FD, .flags = O_RDWR | O_TRUNC},
	{"__open_2 __open64_2 __openat_2 __openat64_2", .shape = SHAPE_FD, .flags = O_DIRECTORY},
	{"creat creat64", .shape = SHAPE_FD, .mode = 0600},
	{FOPENS, .shape = SHAPE_FILE, .text = "r"},
	{FOPENS, .shape = SHAPE_FILE, .text = "w"},
	{FOPENS, .shape = SHAPE_FILE, .text = "a+"},
	{"opendir", .shape = SHAPE_DIR},
	{"scandir scandir64 scandirat scandirat64", .shape = SHAPE_NAMES},
	{STATS, .shape = SHAPE_STAT, .number = STAT_VERSION},
	{"fstatat fstatat64 __fxstatat __fxstatat64", .shape = SHAPE_STAT, .number = STAT_VERSION,
		.flags = AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH},
	{"statx", .shape = SHAPE_STATX, .mask = STATX_BASIC_STATS},
	{"statx", .shape = SHAPE_STATX, .mask = STATX_BASIC_STATS, .flags = AT_SYMLINK_NOFOLLOW},
	{"pathconf", .number = _PC_NAME_MAX},
	{"pathconf", .number = _PC_LINK_MAX},
	{ACCESS, .number = F_OK},
	{ACCESS, .number = W_OK | X_OK},
	{"faccessat", .flags = AT_EACCESS},
	{"readlink readlinkat __readlink_chk __readlinkat_chk", .shape = SHAPE_BYTES, .mask = 4096},
	{"readlink readlinkat", .shape = SHAPE_BYTES, .mask = 2},
	{"realpath __realpath_chk", .shape = SHAPE_WRITTEN, .mask = 4096},
	{"realpath __realpath_chk", .shape = SHAPE_ALLOCATED, .mask = 4096},
	{"canonicalize_file_name", .shape = SHAPE_ALLOCATED},
	{"chdir", .shape = SHAPE_CWD},
	{"chroot", .shape = SHAPE_ROOT},
	{"renameat2", .mask = 0},
	{"renameat2", .mask = EXCHANGE},
	{"linkat", .flags = 0},
	{"linkat", .flags = AT_SYMLINK_FOLLOW},
	{"symlink symlinkat", .text = "text of a link"},
	{"symlink symlinkat", .text = "%s/file"},
	{"symlink symlinkat", .text = "%s"},
	{"symlink symlinkat", .text = "dist-packages/file"},
	{"unlinkat", .flags = 0},
	{"unlinkat", .flags = AT_REMOVEDIR},
	{"mkdir mkdirat", .mode = 0750},
	{"mknod mknodat", .mode = 0010600},
	{"__xmknod __xmknodat", .shape = SHAPE_DEVICE, .mode = 0010600},
	{"mkfifo mkfifoat chmod lchmod fchmodat", .mode = 0750},
	{"fchmodat", .mode = 0750, .flags = AT_SYMLINK_NOFOLLOW},
	{"fchownat", .flags = AT_SYMLINK_NOFOLLOW},
	{"utime __utime64", .shape = SHAPE_UTIMBUF},
	{"utimes lutimes futimesat __utimes64 __lutimes64 __utimes_time64 __lutimes_time64 "
	 "__futimesat_time64",
		.shape = SHAPE_TIMEVALS},
	{"utimensat __utimensat64 __utimensat_time64", .shape = SHAPE_TIMESPECS},
	{"utimensat", .shape = SHAPE_TIMESPECS, .flags = AT_SYMLINK_NOFOLLOW},
	{"utime utimes lutimes futimesat utimensat", .shape = SHAPE_NONE}, /* a null pointer means now */
	{"truncate truncate64", .wide = 3},
	{"truncate truncate64", .wide = -1},
	{"setxattr lsetxattr", .shape = SHAPE_VALUE, .text = "user.probe", .mask = 3},
	{"getxattr lgetxattr", .shape = SHAPE_BYTES, .text = "user.probe", .mask = 4096},
	{"listxattr llistxattr", .shape = SHAPE_BYTES, .mask = 4096},
	{"removexattr lremovexattr", .text = "user.probe"},
	{"inotify_add_watch", .shape = SHAPE_WATCH, .mask = IN_ALL_EVENTS},
	{"fanotify_mark", .shape = SHAPE_MARK, .mask = FAN_MARK_ADD, .wide = FAN_OPEN},
	{"name_to_handle_at", .shape = SHAPE_HANDLE},
	{"mount", .shape = SHAPE_MOUNT, .mask = MS_BIND},
	{"mount", .shape = SHAPE_MOUNT, .text = "nosuchfs"},
	{"ftok", .shape = SHAPE_KEY, .number = 'k'},
	{"tempnam", .shape = SHAPE_NAME, .text = "abc"},
	{"glob glob64", .shape = SHAPE_MATCHES, .flags = GLOB_MARK},
	{"glob glob64", .shape = SHAPE_MATCHES, .flags = GLOB_NOCHECK},
	{"ftw ftw64", .shape = SHAPE_WALK, .number = 8},
	{"nftw nftw64", .shape = SHAPE_WALK, .number = 8, .flags = FTW_PHYS},
	{"nftw nftw64", .shape = SHAPE_WALK, .number = 8, .flags = FTW_DEPTH | FTW_CHDIR},
	{"posix_spawn_file_actions_addopen", .shape = SHAPE_ACTION, .flags = O_RDONLY},
	{"posix_spawn_file_actions_addopen", .shape = SHAPE_ACTION, .flags = O_RDWR | O_CREAT, .mode = 0640},
	{TEMPLATES " mkostemp mkostemp64", .shape = SHAPE_MADE, .text = "XXXXXX"},
	{TEMPLATES, .shape = SHAPE_MADE, .text = "XXXXX"},
	{"mkostemp mkostemp64", .shape = SHAPE_MADE, .text = "XXXXXX", .flags = O_APPEND},
	{"mkstemps mkstemps64 mkostemps mkostemps64", .shape = SHAPE_MADE, .text = "XXXXXX.py", .number = 3},
	{"mkstemps mkstemps64 mkostemps mkostemps64", .shape = SHAPE_MADE, .text = "XXXXXX.py", .number = 0},
	{"fts_open fts64_open", .shape = SHAPE_TREES, .flags = FTS_PHYSICAL | FTS_NOCHDIR},
	{"fts_open fts64_open", .shape = SHAPE_TREES, .flags = FTS_LOGICAL},
	{"dlopen dlmopen", .shape = SHAPE_OBJECT, .flags = RTLD_NOW},
	{"readdir readdir64", .shape = SHAPE_ENTRIES},
	{"readdir_r readdir64_r", .shape = SHAPE_ENTRIES_R},
};

static const struct recipe other;

static bool names(const char *rows, const char *row)
{
	size_t n = strlen(row);

	for (const char *at = rows; (at = strstr(at, row)); at += n)
		if ((at == rows || at[-1] == ' ') && (!at[n] || at[n] == ' '))
			return true;
	return false;
}

const struct recipe *recipe_next(const char *row, const struct recipe *last)
{
	if (last == &other)
		return NULL;
	for (const struct recipe *r = last ? last + 1 : recipes; r < recipes + COUNT(recipes); r++)
		if (names(r->rows, row))
			return r;
	return last ? NULL : &other;
}
