// SPDX-License-Identifier: MIT
// The directory in which an environment is made: its making, its lock, its end.
#include "env-builder/transaction/stage.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/system/marked_dir.h"

#define NAME_KEPT 200 /* of the target's name: a file name has 255 bytes */

static bool is_empty(const char *path)
{
	_cleanup_closedir_ DIR *dir = opendir(path);
	int r = 0;
	if (!dir)
		fs_die_on_io_error(path);
	return dir && !fs_next(dir, &r) && !r;
}

enum target stage_look(const char *path)
{
	static const char *const marks[] = {"pyvenv.cfg", "conda-meta", "bin/activate_this.py"};
	struct stat st;
	if (!fs_stat(path, &st))
		return fs_exists(path) ? TARGET_OTHER : TARGET_NONE;
	if (!S_ISDIR(st.st_mode))
		return TARGET_OTHER;
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		_cleanup_free_ char *mark = text_format("%s/%s", path, marks[i]);
		if (fs_stat(mark, &st) || fs_exists(mark))
			return TARGET_ENVIRONMENT;
	}
	return is_empty(path) ? TARGET_EMPTY : TARGET_DIRECTORY;
}

/* mkdir -p, and remembers what it made. */
static int make_parents(const char *dir, char ***ret_made)
{
	size_t count = 0;
	char **made = need(calloc(strlen(dir) + 2, sizeof(*made)));
	*ret_made = made;
	for (const char *slash = dir + 1; *dir && slash;) {
		slash = strchr(slash, '/');
		char *upper = slash ? text_copy_n(dir, (size_t)(slash - dir)) : text_copy(dir);
		slash = slash ? slash + 1 : NULL;
		if (!mkdir(upper, 0777)) {
			made[count++] = upper;
			continue;
		}
		int error = errno;
		bool there = error == EEXIST || fs_is_dir(upper);
		free(upper);
		if (!there)
			return -error;
	}
	return 0;
}

/* ".NAME.venvbuild-xxxxxxxx" or ".venvbuild-xxxxxxxx"? */
static bool is_stage(const char *name)
{
	const char *mark = strrchr(name, '.');
	return name[0] == '.' && mark_is_name(mark, STAGE_MARK);
}

void stage_sweep(const char *path)
{
	_cleanup_free_ char *target = realpath(path, NULL);
	_cleanup_free_ char *above = target ? text_copy_n(target, path_dir_len(target)) : NULL;
	_cleanup_close_ int inside = target ? open(target, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	_cleanup_close_ int beside = above ? open(above, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	if (inside >= 0)
		mark_sweep(inside, is_stage, "");
	if (beside >= 0)
		mark_sweep(beside, is_stage, "");
}

static int make_stage(struct stage *stage, const char *base)
{
	_cleanup_free_ char *prefix = stage->inside ? text_copy(STAGE_MARK)
						    : text_format(".%.*s" STAGE_MARK, NAME_KEPT, base);
	int fd = mark_make(stage->parent, prefix, &stage->name);
	if (fd < 0)
		return fd;
	stage->fd = fd;
	if (mkdirat(stage->fd, "env", 0777) < 0)
		return -errno;
	stage->env = openat(stage->fd, "env", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return stage->env < 0 ? -errno : 0;
}

static int open_parent(struct stage *stage)
{
	stage->parent = open(*stage->dir ? stage->dir : "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return stage->parent < 0 ? -errno : make_stage(stage, path_base(stage->target));
}

/* Is something mounted there? Then nothing beside it can be renamed into its place. */
static bool is_mount(const char *path, const char *parent)
{
	struct stat here, above;
	if (stat(path, &here) < 0 || stat(*parent ? parent : "/", &above) < 0)
		return false;
#ifdef STATX_ATTR_MOUNT_ROOT
	struct statx x; /* a bind mount has the same device */
	if (!statx(AT_FDCWD, path, 0, STATX_INO, &x) && x.stx_attributes & STATX_ATTR_MOUNT_ROOT)
		return true;
#endif
	return here.st_dev != above.st_dev;
}

/* The stage that is open, for whoever gives up in the middle (no memory). */
static struct stage none, *current;

static void abandon(void)
{
	if (current != &none)
		stage_close(current);
}

int stage_open(const char *path, struct stage *ret, char **ret_why)
{
	struct stage stage = {.parent = -1, .fd = -1, .env = -1, .held = -1};
	/* Beside the directory itself, if there is one: its links are kept. */
	stage.target = realpath(path, NULL);
	if (!stage.target && errno != ENOENT && errno != ENOTDIR) {
		*ret_why = text_format("cannot tell where it really is: %s", strerror(errno));
		*ret = stage;
		return -1;
	}
	if (!stage.target)
		stage.target = text_copy(path);
	size_t n = path_dir_len(stage.target);
	stage.dir = text_copy_n(stage.target, n ? n - 1 : 0);
	int r = make_parents(stage.dir, &stage.made);
	if (!r)
		r = is_mount(stage.target, stage.dir) ? -EROFS : open_parent(&stage);
	if ((r == -EACCES || r == -EPERM || r == -EROFS) && fs_is_dir(stage.target)) {
		if (stage.parent >= 0)
			close(take_fd(&stage.parent));
		free(stage.dir);
		stage.dir = text_copy(stage.target);
		stage.inside = true;
		r = open_parent(&stage);
	}
	if (r < 0) {
		_cleanup_free_ char *dir = text_quoted(*stage.dir ? stage.dir : "/");
		*ret_why = text_format("cannot make a directory in %s: %s", dir, strerror(-r));
		stage_close(&stage);
		*ret = stage;
		return -1;
	}
	mark_sweep(stage.parent, is_stage, stage.name);
	*ret = stage;
	if (!current)
		atexit(abandon);
	current = ret;
	return 0;
}

void stage_close(struct stage *stage)
{
	if (current == stage)
		current = &none;
	if (stage->env >= 0)
		close(stage->env);
	if (stage->held >= 0)
		close(stage->held);
	int r = stage->fd >= 0 ? mark_remove_open(stage->parent, stage->name, stage->fd) : 0;
	if (r) {
		_cleanup_free_ char *left = text_format("%s/%s", stage->dir, stage->name),
				    *quoted = text_quoted(left);
		warn("cannot remove all of %s: %s", quoted,
			r < 0 ? strerror(-r)
			      : "somebody has taken its "
				"mark away");
	}
	if (stage->parent >= 0)
		close(stage->parent);
	size_t count = 0;
	while (stage->made && stage->made[count])
		count++;
	while (count--) {
		if (!stage->done)
			rmdir(stage->made[count]);
		free(stage->made[count]);
	}
	free(stage->made);
	free(stage->target);
	free(stage->dir);
	free(stage->name);
	*stage = (struct stage){.parent = -1, .fd = -1, .env = -1, .held = -1};
}
