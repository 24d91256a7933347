// SPDX-License-Identifier: MIT
// The step that puts a finished environment at its target.
#include "env-builder/transaction/stage.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/system/file_at.h"
#include "env-builder/system/remove_tree.h"

#define NO_REPLACE 1 /* linux/fs.h: RENAME_NOREPLACE, RENAME_EXCHANGE */
#define EXCHANGE 2

/* Old versions of glibc have no renameat2(). */
static int rename_flags(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
#ifdef SYS_renameat2
	return syscall(SYS_renameat2, from_dir, from, to_dir, to, flags) < 0 ? -errno : 0;
#else
	(void)from_dir, (void)from, (void)to_dir, (void)to, (void)flags;
	return -ENOSYS;
#endif
}

static bool is_unsupported(int error)
{
	return error == -ENOSYS || error == -EINVAL || error == -EOPNOTSUPP;
}

static int failed(char **ret_why, const char *what, const char *path, int error)
{
	_cleanup_free_ char *quoted = text_quoted(path);
	*ret_why = text_format("cannot %s %s: %s", what, quoted, strerror(-error));
	return -1;
}

/* Is the working directory at path or below it? Then the directory must stay, or the user's shell would be in
 * one that was removed. */
static bool is_cwd(const char *path)
{
	_cleanup_free_ char *here = getcwd(NULL, 0);
	return here && path_under(here, path);
}

/* A walk through the environment in the stage that moves its files to the target. */
struct walk {
	bool dry;   /* only checks that this is possible */
	char *path; /* of the entry that failed */
};

static int merge_dir(struct walk *w, int from, int to, bool top);

static int merge_entry(struct walk *w, int from, int to, const char *name)
{
	struct stat ours, theirs;
	if (fstatat(from, name, &ours, AT_SYMLINK_NOFOLLOW) < 0)
		return -errno;
	bool exists = !fstatat(to, name, &theirs, AT_SYMLINK_NOFOLLOW);
	if (exists && S_ISDIR(ours.st_mode)) {
		if (!S_ISDIR(theirs.st_mode))
			return -ENOTDIR;
		_cleanup_close_ int sub_from = file_open_dir(from, name), sub_to = file_open_dir(to, name);
		return sub_from < 0 || sub_to < 0 ? -errno : merge_dir(w, sub_from, sub_to, false);
	}
	if (exists && S_ISDIR(theirs.st_mode)) /* the target's lib64 may be a directory, and ours a link */
		return S_ISLNK(ours.st_mode) ? 0 : -EISDIR;
	return w->dry || !renameat(from, name, to, name) ? 0 : -errno;
}

static int merge_dir(struct walk *w, int from, int to, bool top)
{
	_cleanup_closedir_ DIR *dir = fs_list_at(from, ".");
	if (!dir)
		return -errno;
	int r = 0;
	for (const struct dirent *entry; !r && (entry = fs_next(dir, &r));) {
		const char *name = entry->d_name;
		if (top && !w->dry && !strcmp(name, "pyvenv.cfg"))
			continue;
		r = merge_entry(w, from, to, name);
		if (r < 0) {
			_cleanup_free_ char *below = w->path;
			w->path = below ? text_format("%s/%s", name, below) : text_copy(name);
		}
	}
	return r;
}

static int merge(struct stage *stage, int target, char **ret_why)
{
	struct walk w = {.dry = true};
	int r = 0;
	for (int pass = 0; pass < 2 && !r; pass++) {
		w.dry = pass == 0;
		r = merge_dir(&w, stage->env, target, true);
	}
	if (!r && renameat(stage->env, "pyvenv.cfg", target, "pyvenv.cfg") < 0)
		r = -errno;
	if (r < 0) {
		_cleanup_free_ char *name = w.path,
				    *path = text_format("%s/%s", stage->target, name ? name : "pyvenv.cfg");
		return failed(ret_why, w.dry ? "replace" : "write", path, r);
	}
	return 0;
}

static int open_target(const struct stage *stage)
{
	int fd = open(stage->target, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* Moves all entries but one, pyvenv.cfg first: from then on there is no environment any more. */
static int move_all(int from, int to, const char *skipped)
{
	if (renameat(from, "pyvenv.cfg", to, "pyvenv.cfg") < 0 && errno != ENOENT)
		return -errno;
	_cleanup_closedir_ DIR *dir = fs_list_at(from, ".");
	if (!dir)
		return -errno;
	int r = 0;
	for (const struct dirent *entry; !r && (entry = fs_next(dir, &r));)
		if (strcmp(entry->d_name, skipped) != 0 &&
			renameat(from, entry->d_name, to, entry->d_name) < 0)
			r = -errno;
	return r;
}

static int replace_contents(struct stage *stage, char **ret_why)
{
	_cleanup_close_ int target = open_target(stage), old = -1;
	if (target < 0)
		return failed(ret_why, "open", stage->target, target);
	if (mkdirat(stage->fd, "old", 0700) < 0 || (old = file_open_dir(stage->fd, "old")) < 0)
		return failed(ret_why, "make a directory beside", stage->target, -errno);
	int r = move_all(target, old, stage->inside ? stage->name : "");
	if (r < 0)
		failed(ret_why, "clear", stage->target, r);
	else
		r = merge(stage, target, ret_why);
	if (r < 0)
		move_all(old, target, "");
	return r < 0 ? -1 : 0;
}

static int merge_contents(struct stage *stage, char **ret_why)
{
	_cleanup_close_ int target = open_target(stage);
	return target < 0 ? failed(ret_why, "open", stage->target, target) : merge(stage, target, ret_why);
}

/* Removes from the target what an installer removed from the stage. */
static int remove_missing(int stage, int target, const char *skipped)
{
	_cleanup_closedir_ DIR *dir = fs_list_at(target, ".");
	if (!dir)
		return -errno;
	int r = 0;
	for (const struct dirent *entry; !r && (entry = fs_next(dir, &r));) {
		const char *name = entry->d_name;
		struct stat ours, theirs;
		if (!strcmp(name, skipped) || fstatat(target, name, &theirs, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		bool kept = !fstatat(stage, name, &ours, AT_SYMLINK_NOFOLLOW);
		if (!kept && errno != ENOENT)
			return -errno;
		if (!kept || S_ISDIR(ours.st_mode) != S_ISDIR(theirs.st_mode)) {
			r = remove_tree(target, name);
		} else if (S_ISDIR(theirs.st_mode)) {
			_cleanup_close_ int from = file_open_dir(stage, name),
					    to = file_open_dir(target, name);
			r = from < 0 || to < 0 ? -errno : remove_missing(from, to, "");
		}
	}
	return r;
}

/* After an import: an unchanged file has the same inode or the same contents in the stage and at the target.
 */
static int update_contents(struct stage *stage, char **ret_why)
{
	int r = remove_missing(stage->env, stage->held, stage->inside ? stage->name : "");
	return r < 0 ? failed(ret_why, "clear", stage->target, r) : merge(stage, stage->held, ret_why);
}

static int commit_new(struct stage *stage, char **ret_why)
{
	const char *name = path_base(stage->target);
	if (stage->inside || is_cwd(stage->target))
		return merge_contents(stage, ret_why);
	int r = rename_flags(stage->fd, "env", stage->parent, name, NO_REPLACE);
	/* rename(2) replaces an empty directory, and no other. */
	if (is_unsupported(r) || r == -EEXIST)
		r = renameat(stage->fd, "env", stage->parent, name) < 0 ? -errno : 0;
	if (r == -EBUSY)
		return merge_contents(stage, ret_why);
	if (r == -EEXIST || r == -ENOTEMPTY || r == -ENOTDIR)
		return 1;
	return r < 0 ? failed(ret_why, "make", stage->target, r) : 0;
}

/* Is the directory that was imported still at the target? */
static bool is_held(const struct stage *stage)
{
	struct stat held, there;
	return !fstat(stage->held, &held) && !stat(stage->target, &there) && held.st_ino == there.st_ino &&
		held.st_dev == there.st_dev;
}

static int commit_replace(struct stage *stage, bool imported, char **ret_why)
{
	if (imported && !is_held(stage))
		return 1;
	const char *name = path_base(stage->target);
	if (stage->inside || is_cwd(stage->target))
		return (imported ? update_contents : replace_contents)(stage, ret_why);
	int r = rename_flags(stage->fd, "env", stage->parent, name, EXCHANGE);
	if (r == -ENOENT)
		return commit_new(stage, ret_why);
	if (is_unsupported(r) && !imported) {
		r = renameat(stage->parent, name, stage->fd, "old") < 0 ? -errno : 0;
		if (!r && renameat(stage->fd, "env", stage->parent, name) < 0) {
			r = -errno;
			renameat(stage->fd, "old", stage->parent, name);
		}
	}
	if (r == -EBUSY || r == -EXDEV || (imported && is_unsupported(r)))
		return (imported ? update_contents : replace_contents)(stage, ret_why);
	return r < 0 ? failed(ret_why, "replace", stage->target, r) : 0;
}

int stage_commit(struct stage *stage, enum commit how, char **ret_why)
{
	int r = how == COMMIT_NEW ? commit_new(stage, ret_why)
				  : commit_replace(stage, how == COMMIT_IMPORTED, ret_why);
	stage->done = !r;
	return r;
}
