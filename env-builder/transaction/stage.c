// SPDX-License-Identifier: MIT
// The stage: how it is made, found and removed.
#include "env-builder/transaction/stage.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/system/file_at.h"
#include "env-builder/system/marked_dir.h"

#define NAME_KEPT 200 /* bytes of the target's name in the stage's, which has at most 255 */

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
	for (size_t i = 0; i < COUNT(marks); i++) {
		_cleanup_free_ char *mark = text_format("%s/%s", path, marks[i]);
		if (fs_stat(mark, &st) || fs_exists(mark))
			return TARGET_ENVIRONMENT;
	}
	return is_empty(path) ? TARGET_EMPTY : TARGET_DIRECTORY;
}

/* Makes a directory above the target and adds it to those that were made. */
static int make_parent(void *made, const char *dir)
{
	if (!*dir)
		return 0;
	if (mkdir(dir, 0777) < 0) {
		int error = errno;
		return error == EEXIST || fs_is_dir(dir) ? 0 : -error;
	}
	strings_add(made, dir);
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

/* Is the target a mount point? Then nothing can be renamed to it. */
static bool is_mount(const char *target)
{
	_cleanup_close_ int fd = open(target, O_PATH | O_DIRECTORY | O_CLOEXEC);
	return fd >= 0 && file_is_mount(fd);
}

/* The open stage, which is closed when the program ends by exit(3). */
static struct stage none, *current;

static void abandon(void)
{
	if (current != &none)
		stage_close(current);
}

int stage_open(const char *path, struct stage *ret, char **ret_why)
{
	struct stage stage = {.parent = -1, .fd = -1, .env = -1, .held = -1};
	/* The directory itself is replaced, not a symbolic link to it. */
	stage.target = realpath(path, NULL);
	if (!stage.target && errno != ENOENT && errno != ENOTDIR) {
		*ret_why = text_format("cannot resolve its symbolic links: %s", strerror(errno));
		*ret = stage;
		return -1;
	}
	if (!stage.target)
		stage.target = text_copy(path);
	size_t n = path_dir_len(stage.target);
	stage.dir = text_copy_n(stage.target, n ? n - 1 : 0);
	int r = file_each_above(stage.target, make_parent, &stage.made);
	if (!r)
		r = is_mount(stage.target) ? -EROFS : open_parent(&stage);
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
		warn("cannot remove %s completely: %s", quoted,
			r < 0 ? strerror(-r) : "another process has removed its mark");
	}
	if (stage->parent >= 0)
		close(stage->parent);
	for (size_t i = stage->made.count; !stage->done && i > 0; i--)
		rmdir(stage->made.list[i - 1]);
	strings_clear(&stage->made);
	free(stage->target);
	free(stage->dir);
	free(stage->name);
	*stage = (struct stage){.parent = -1, .fd = -1, .env = -1, .held = -1};
}
