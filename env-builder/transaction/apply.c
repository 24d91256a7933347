// SPDX-License-Identifier: MIT
// Carries out a plan in a directory.
#include "env-builder/transaction/apply.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "env-builder/system/file_at.h"
#include "env-builder/system/signals.h"

/* The errors of vfat, exFAT, some shared folders and network file systems. */
static bool cannot_link(int error)
{
	return error == EPERM || error == EOPNOTSUPP || error == ENOSYS || error == EINVAL ||
		error == EACCES || error == ENODATA;
}

static int link_inside(int env, const char *from, const char *path)
{
	if (!linkat(env, from, env, path, 0))
		return 0;
	return cannot_link(errno) || errno == EMLINK ? file_copy(env, from, env, path) : -errno;
}

static int symlink_step(int env, const struct step *s)
{
	if (!symlinkat(s->source, env, s->path))
		return 0;
	if (!cannot_link(errno))
		return -errno;
	if (s->optional)
		return 0;
	if (*s->source == '/')
		return file_copy(AT_FDCWD, s->source, env, s->path);
	_cleanup_free_ char *from = text_format("%.*s%s", (int)path_dir_len(s->path), s->path, s->source);
	return link_inside(env, from, s->path);
}

static int mirror_step(int env, const struct step *s)
{
	_cleanup_closedir_ DIR *dir = opendir(s->source);
	if (!dir)
		return symlink_step(env, s);
	int r = file_make_dir(env, s->path);
	for (const struct dirent *entry; !r && (entry = fs_next(dir, &r));) {
		_cleanup_free_ char *path = text_format("%s/%s", s->path, entry->d_name);
		_cleanup_free_ char *source = text_format("%s/%s", s->source, entry->d_name);
		r = symlink_step(env, &(struct step){.path = path, .source = source});
	}
	return r;
}

static int file_step(int env, const struct step *s)
{
	switch (s->kind) {
	case STEP_MKDIR:
		return file_make_dir(env, s->path);
	case STEP_WRITE:
		return file_write(env, s->path, s->text, s->len, s->program ? 0777 : 0666);
	case STEP_SYMLINK:
		return symlink_step(env, s);
	case STEP_MIRROR:
		return mirror_step(env, s);
	case STEP_COPY:
		return file_copy(AT_FDCWD, s->source, env, s->path);
	case STEP_LINK:
		return link_inside(env, s->source, s->path);
	case STEP_SEED:
	case STEP_BUNDLE:
		break;
	}
	return -EINVAL;
}

static int run_step(const struct step *s, int env, const struct step_makers *makers, char **ret_why)
{
	if (makers && s->kind == STEP_SEED)
		return makers->seed(makers->ctx, s->source, env, s->path, ret_why);
	if (makers && s->kind == STEP_BUNDLE)
		return makers->bundle(makers->ctx, env, s->path, ret_why);
	int r = file_step(env, s);
	if (r < 0) {
		_cleanup_free_ char *quoted = text_quoted(s->path);
		*ret_why = text_format("cannot make %s: %s", quoted, strerror(-r));
	}
	return r < 0 ? -1 : 0;
}

int apply_plan(const struct plan *plan, int env, const struct step_makers *makers, char **ret_why)
{
	int r = 0;
	for (size_t i = 0; !r && i < plan->count; i++) {
		if (signals_pending()) {
			*ret_why = text_copy("stopped by a signal");
			return -1;
		}
		r = run_step(&plan->steps[i], env, makers, ret_why);
	}
	return r;
}
