// SPDX-License-Identifier: MIT
// Gives what was installed in an environment under a temporary path the path that is meant.
#include "env-builder/relocate/relocate_tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/die.h"
#include "env-builder/system/file_at.h"
#include "env-builder/relocate/prefix.h"
#include "env-builder/wheel/installed_record.h"

#define TEXT_MAX (32 << 20) /* no script and no module is larger */
#define TEMPORARY ".venvbuild-new"

struct walk {
	int env;
	const struct replace_prefix *repath;
	struct timespec since;
	struct installed_record_changes changes;
	char **records;
	size_t record_count;
};

static bool is_since(const struct timespec *t, const struct timespec *since)
{
	return t->tv_sec != since->tv_sec ? t->tv_sec > since->tv_sec : t->tv_nsec >= since->tv_nsec;
}

/* The whole file, allocated, with a NUL behind it; NULL and *ret, a negative errno: -EAGAIN where it is
 * shorter than it was. */
static char *read_file(int env, const char *path, size_t size, int *ret)
{
	_cleanup_close_ int fd = openat(env, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	_cleanup_free_ char *data = need(malloc(size + 1));
	size_t len = 0;
	while (fd >= 0 && len < size) {
		ssize_t n = read(fd, data + len, size - len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			*ret = n < 0 ? -errno : -EAGAIN;
			return NULL;
		}
		len += (size_t)n;
	}
	if (fd < 0) {
		*ret = -errno;
		return NULL;
	}
	data[len] = '\0';
	return take(&data);
}

/* Puts a new file in the place of path, with its mode and time. */
static int replace(int env, const char *path, const struct text *text, const struct stat *st)
{
	_cleanup_free_ char *temp = text_format("%.*s%s", (int)path_dir_len(path), path, TEMPORARY);
	int r = file_write(env, temp, text->data, text->len, 0600);
	if (!r && fchmodat(env, temp, st->st_mode & 07777, 0) < 0)
		r = -errno;
	if (!r && utimensat(env, temp, (struct timespec[2]){st->st_atim, st->st_mtim}, 0) < 0)
		r = -errno;
	if (!r && renameat(env, temp, env, path) < 0)
		r = -errno;
	return r;
}

/* A .pth file whose lines are nothing but directories, which may be relative to its own. */
static bool is_list(const char *path, const char *text)
{
	return text_ends(path, ".pth") && !strstr(text, "import");
}

/* The environment, seen from the directory of the file: "../../.." for lib/python3.11/site-packages/x.pth. */
static char *upwards(const char *path)
{
	struct text out = {0};
	text_add_up(&out, path);
	if (out.len)
		out.data[out.len - 1] = '\0'; /* the last slash */
	return text_take(&out);
}

static int rewrite(struct walk *w, const char *path, const struct stat *st)
{
	if (!st->st_size || st->st_size > TEXT_MAX || !is_since(&st->st_ctim, &w->since))
		return 0;
	size_t len = (size_t)st->st_size;
	int r = 0;
	_cleanup_free_ char *data = read_file(w->env, path, len, &r);
	if (!data)
		return r;
	_cleanup_text_ struct text text = {0};
	_cleanup_free_ char *to = w->repath->relocatable && is_list(path, data)
		? upwards(path)
		: prefix_spelled(path, w->repath->to);
	const struct replace_prefix repath = {{w->repath->from[0], w->repath->from[1]}, to, false};
	bool script = text_starts(path, "bin/") && len > 2 && !memcmp(data, "#!", 2);
	size_t count = 0;
	if (text_ends(path, ".pyc"))
		count = replace_prefix_code(w->repath, data, len, &text);
	else if (!memchr(data, '\0', len))
		count = script ? replace_prefix_script(w->repath, data, len, &text)
			       : replace_prefix_text(&repath, data, len, &text);
	if (!count)
		return 0;
	r = replace(w->env, path, &text, st);
	if (r < 0)
		return r;
	installed_record_add(&w->changes, path, text.data, text.len);
	return 0;
}

static int visit(struct walk *w, const char *path, char **ret_path);

static int visit_entry(struct walk *w, const char *path, char **ret_path)
{
	struct stat st;
	if (fstatat(w->env, path, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return -errno;
	if (S_ISDIR(st.st_mode))
		return visit(w, path, ret_path);
	if (!S_ISREG(st.st_mode))
		return 0;
	if (text_ends(path, ".dist-info/RECORD") && is_since(&st.st_ctim, &w->since)) {
		w->records = need(reallocarray(w->records, w->record_count + 1, sizeof(*w->records)));
		w->records[w->record_count++] = text_copy(path);
	}
	return rewrite(w, path, &st);
}

/* Walks all that is below path; "" is the environment itself. */
static int visit(struct walk *w, const char *path, char **ret_path)
{
	int fd = openat(w->env, *path ? path : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	_cleanup_closedir_ DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir)
		return -errno;
	int error = 0;
	for (const struct dirent *entry; (entry = fs_next(dir, &error));) {
		if (!strcmp(entry->d_name, TEMPORARY))
			continue;
		_cleanup_free_ char *name = text_format("%s%s%s", path, *path ? "/" : "", entry->d_name);
		int r = visit_entry(w, name, ret_path);
		if (r < 0) {
			if (!*ret_path)
				*ret_path = text_copy(name);
			return r;
		}
	}
	return error;
}

static int rewrite_record(struct walk *w, const char *path)
{
	struct stat st;
	if (fstatat(w->env, path, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return -errno;
	int r = 0;
	_cleanup_free_ char *data = read_file(w->env, path, (size_t)st.st_size, &r);
	if (!data)
		return r;
	_cleanup_text_ struct text out = {0};
	if (memchr(data, '\0', (size_t)st.st_size)) /* what stands behind it would be lost */
		return 0;
	return installed_record_read(path, data, installed_record_changed, &w->changes, &out)
		? replace(w->env, path, &out, &st)
		: 0;
}

int relocate_tree(int env, const struct replace_prefix *repath, struct timespec since, char **ret_why)
{
	struct walk w = {.env = env, .repath = repath, .since = since};
	_cleanup_free_ char *path = NULL;
	int r = visit(&w, "", &path);
	for (size_t i = 0; i < w.record_count; i++) {
		if (!r && w.changes.count && (r = rewrite_record(&w, w.records[i])) < 0)
			path = text_copy(w.records[i]);
		free(w.records[i]);
	}
	installed_record_clear(&w.changes);
	free(w.records);
	if (r < 0) {
		_cleanup_free_ char *quoted = text_quoted(path ? path : ".");
		*ret_why = text_format("cannot give %s in it its place: %s", quoted, strerror(-r));
	}
	return r < 0 ? -1 : 0;
}
