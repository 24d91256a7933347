// SPDX-License-Identifier: MIT
// Replaces a temporary path by the final one in all files that an installer wrote.
#include "env-builder/relocate/relocate_tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/strings.h"
#include "env-builder/relocate/prefix.h"
#include "env-builder/system/file_at.h"
#include "env-builder/wheel/installed_record.h"

#define TEXT_MAX (32 << 20) /* no script and no module is larger */
#define TEMPORARY ".venvbuild-new"

struct walk {
	int env;
	const struct replace_prefix *replace;
	struct timespec since;
	struct record changes;
	struct strings records; /* RECORD files, relative to env */
};

static bool is_since(const struct timespec *t, const struct timespec *since)
{
	return t->tv_sec != since->tv_sec ? t->tv_sec > since->tv_sec : t->tv_nsec >= since->tv_nsec;
}

/* Replaces the file at path by text, with the same mode and times. */
static int replace_file(int env, const char *path, const struct text *text, const struct stat *st)
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

/* Is it a .pth file with directories only? These may be relative to its own. */
static bool is_path_list(const char *path, const char *text)
{
	return text_ends(path, ".pth") && !strstr(text, "import");
}

/* The environment relative to the directory of a file: "../../.." for lib/python3.11/site-packages/x.pth. */
static char *upwards(const char *path)
{
	struct text out = {0};
	text_add_up(&out, path);
	if (out.len)
		out.data[out.len - 1] = '\0'; /* the last slash */
	return text_take(&out);
}

/* The bytes of a file with its paths replaced; returns the number of replacements. data has a NUL at its
 * end. */
static size_t replaced(const struct replace_prefix *replace, const char *path, const char *data, size_t len,
	struct text *out)
{
	if (text_ends(path, ".pyc"))
		return replace_prefix_code(replace, data, len, out);
	if (memchr(data, '\0', len)) /* another binary file */
		return 0;
	if (text_starts(path, "bin/") && len > 2 && text_starts(data, "#!"))
		return replace_prefix_script(replace, data, len, out);
	_cleanup_free_ char *to = replace->relocatable && is_path_list(path, data)
		? upwards(path)
		: prefix_spelled(path, replace->to);
	const struct replace_prefix text = {{replace->from[0], replace->from[1]}, to, false};
	return replace_prefix_text(&text, data, len, out);
}

static int rewrite(struct walk *w, const char *path, const struct stat *st)
{
	if (!st->st_size || st->st_size > TEXT_MAX || !is_since(&st->st_ctim, &w->since))
		return 0;
	size_t len = 0;
	_cleanup_free_ char *data = NULL;
	_cleanup_text_ struct text text = {0};
	int r = fs_read_at(w->env, path, TEXT_MAX, &data, &len);
	if (r < 0 || !replaced(w->replace, path, data, len, &text))
		return r;
	r = replace_file(w->env, path, &text, st);
	if (!r)
		record_add_file(&w->changes, path, text.data, text.len);
	return r;
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
	if (text_ends(path, ".dist-info/RECORD") && is_since(&st.st_ctim, &w->since))
		strings_add(&w->records, path);
	return rewrite(w, path, &st);
}

/* Rewrites the files below path; "" is the environment itself. *ret_path is the first file that failed. */
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
	size_t len = 0;
	_cleanup_free_ char *data = NULL;
	_cleanup_text_ struct text out = {0};
	int r = fs_read_at(w->env, path, SIZE_MAX, &data, &len);
	/* With a NUL in it the text behind that would be lost. */
	if (r < 0 || strlen(data) < len ||
		!installed_record_read(path, data, installed_record_changed, &w->changes, &out))
		return r;
	return replace_file(w->env, path, &out, &st);
}

int relocate_tree(int env, const struct replace_prefix *replace, struct timespec since, char **ret_why)
{
	struct walk w = {.env = env, .replace = replace, .since = since};
	_cleanup_free_ char *path = NULL;
	int r = visit(&w, "", &path);
	for (size_t i = 0; !r && w.changes.count && i < w.records.count; i++)
		if ((r = rewrite_record(&w, w.records.list[i])) < 0)
			path = text_copy(w.records.list[i]);
	record_clear(&w.changes);
	strings_clear(&w.records);
	if (!r)
		return 0;
	_cleanup_free_ char *quoted = text_quoted(path ? path : ".");
	*ret_why = text_format("cannot rewrite paths in %s: %s", quoted, strerror(-r));
	return -1;
}
