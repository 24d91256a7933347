// SPDX-License-Identifier: MIT
// Gives what was installed in an environment under a temporary path the path that is meant.
#include "env-builder/rehome.h"

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
#include "common/tool/die.h"
#include "env-builder/file.h"
#include "env-builder/hash.h"
#include "env-builder/wheel.h"

#define TEXT_MAX (32 << 20) /* no script and no module is larger */
#define TEMPORARY ".venvbuild-new"

/* A file that was rewritten, and what RECORD is to say of it from the comma on. */
struct change {
	char *path, *rest;
};

struct walk {
	int env;
	const struct repath *repath;
	struct timespec since;
	struct change *changes;
	char **records;
	size_t change_count, record_count;
};

static bool is_since(const struct timespec *t, const struct timespec *since)
{
	return t->tv_sec != since->tv_sec ? t->tv_sec > since->tv_sec : t->tv_nsec >= since->tv_nsec;
}

/* The whole file, allocated, with a NUL behind it; NULL and *ret, a negative errno: -EAGAIN where it is shorter than it was. */
static char *read_file(int env, const char *path, size_t size, int *ret)
{
	_cleanup_close_ int fd = openat(env, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
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

/* The path as it is to stand in a file of that name: in a module or in JSON it stands in a string. */
static char *spelled(const char *path, const char *to)
{
	const char *special = text_ends(path, ".py") ? "\\'\"" : text_ends(path, ".json") ? "\\\"" : "";
	struct text out = {0};
	for (; *to; to++) {
		if (strchr(special, *to))
			text_add(&out, "\\");
		text_add_n(&out, to, 1);
	}
	return text_take(&out);
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
	while ((path = strchr(path, '/')) && path++)
		text_add(&out, out.len ? "/.." : "..");
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
	_cleanup_free_ char *to = w->repath->relocatable && is_list(path, data) ? upwards(path) : spelled(path, w->repath->to);
	const struct repath repath = {{w->repath->from[0], w->repath->from[1]}, to, false};
	bool script = text_starts(path, "bin/") && len > 2 && !memcmp(data, "#!", 2);
	size_t count = 0;
	if (text_ends(path, ".pyc"))
		count = repath_code(w->repath, data, len, &text);
	else if (!memchr(data, '\0', len))
		count = script ? repath_script(w->repath, data, len, &text) : repath_text(&repath, data, len, &text);
	if (!count)
		return 0;
	r = replace(w->env, path, &text, st);
	if (r < 0)
		return r;
	char hash[HASH_RECORD];
	hash_record(text.data, text.len, hash);
	w->changes = need(reallocarray(w->changes, w->change_count + 1, sizeof(*w->changes)));
	w->changes[w->change_count++] = (struct change){text_copy(path), text_format(",sha256=%s,%zu", hash, text.len)};
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
	for (const struct dirent *entry; (entry = readdir(dir));) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..") || !strcmp(entry->d_name, TEMPORARY))
			continue;
		_cleanup_free_ char *name = text_format("%s%s%s", path, *path ? "/" : "", entry->d_name);
		int r = visit_entry(w, name, ret_path);
		if (r < 0) {
			if (!*ret_path)
				*ret_path = text_copy(name);
			return r;
		}
	}
	return 0;
}

/* What RECORD is to say of the file that a row of it names; NULL: what it says. */
static const char *changed(const struct walk *w, const char *site, const char *row)
{
	_cleanup_free_ char *path = text_format("/%s/%s", site, row);
	path_clean(path, path);
	for (size_t i = 0; i < w->change_count; i++)
		if (!strcmp(w->changes[i].path, path + 1))
			return w->changes[i].rest;
	return NULL;
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
	size_t info = path_dir_len(path) - 1; /* SITE/NAME.dist-info/RECORD */
	_cleanup_free_ char *dir = text_copy_n(path, info), *site = text_copy_n(dir, path_dir_len(dir));
	_cleanup_text_ struct text out = {0};
	bool differs = false;
	for (const char *line = data; *line;) {
		size_t n = strcspn(line, "\n"), whole = n + (line[n] == '\n');
		_cleanup_free_ char *copy = text_copy_n(line, n);
		const char *rest = NULL;
		_cleanup_free_ char *row = wheel_csv_field(copy, &rest);
		const char *now = row && *rest == ',' && rest[1] != ',' ? changed(w, site, row) : NULL;
		if (now) {
			text_add_n(&out, copy, (size_t)(rest - copy));
			text_add(&out, now);
			text_add(&out, text_ends(copy, "\r") ? "\r\n" : "\n");
			differs = true;
		} else {
			text_add_n(&out, line, whole);
		}
		line += whole;
	}
	return differs ? replace(w->env, path, &out, &st) : 0;
}

int rehome_tree(int env, const struct repath *repath, struct timespec since, char **ret_why)
{
	struct walk w = {.env = env, .repath = repath, .since = since};
	_cleanup_free_ char *path = NULL;
	int r = visit(&w, "", &path);
	for (size_t i = 0; i < w.record_count; i++) {
		if (!r && w.change_count && (r = rewrite_record(&w, w.records[i])) < 0)
			path = text_copy(w.records[i]);
		free(w.records[i]);
	}
	for (size_t i = 0; i < w.change_count; i++) {
		free(w.changes[i].path);
		free(w.changes[i].rest);
	}
	free(w.records);
	free(w.changes);
	if (r < 0) {
		_cleanup_free_ char *quoted = text_quoted(path ? path : ".");
		*ret_why = text_format("cannot give %s in it its place: %s", quoted, strerror(-r));
	}
	return r < 0 ? -1 : 0;
}
