// SPDX-License-Identifier: MIT
// --lock FILE: what is installed in an environment, written down with hashes.
#include "env-builder/install/lock_write.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/json.h"
#include "common/tool/trust.h"
#include "env-builder/system/file_at.h"
#include "env-builder/install/lock_install.h"
#include "env-builder/system/marked_dir.h"
#include "env-builder/install/pyproject.h"
#include "env-builder/transaction/stage.h"
#include "env-builder/install/standin.h"
#include "env-builder/discovery/discovery.h"
#include "templates.h"

#define LINKS_MAX 40
#define NAME_KEPT 200 /* of FILE's: a file name has 255 bytes */
#define LOCK_MAX ((size_t)64 << 20)

static int failed(const char *file, char *why, char **ret_why)
{
	_cleanup_free_ char *quoted = text_quoted(file), *reason = why;
	*ret_why = text_format("cannot write the lock %s: %s", quoted, reason);
	return -1;
}

/* FILE, its symbolic links followed; each of them must count (trust.h): one that somebody else has planted
 * would have another file replaced. NULL with *ret_why. */
static char *resolve(const char *file, char **ret_why)
{
	_cleanup_free_ char *path = fs_absolute(file);
	struct stat st;
	for (int hops = 0; path && hops < LINKS_MAX; hops++) {
		if (lstat(path, &st) < 0 || !S_ISLNK(st.st_mode))
			return take(&path);
		if (!trust_user(st.st_uid)) {
			_cleanup_free_ char *link = text_quoted(path), *name = trust_name(st.st_uid);
			failed(file,
				text_format("%s is a symbolic link of %s, neither yours nor root's", link,
					name),
				ret_why);
			return NULL;
		}
		_cleanup_free_ char *to = fs_readlink(path);
		if (!to)
			break;
		char *next = *to == '/' ? text_copy(to)
					: text_format("%.*s%s", (int)path_dir_len(path), path, to);
		free(path);
		path = next;
		errno = ELOOP;
	}
	failed(file, text_copy(strerror(errno)), ret_why);
	return NULL;
}

/* The directory of an absolute path; allocated. */
static char *directory(const char *path)
{
	size_t n = (size_t)(path_base(path) - path);
	return text_copy_n(path, n > 1 ? n - 1 : n);
}

int lock_check(const char *file, char **ret_why)
{
	if (!strcmp(file, "-"))
		return 0;
	struct stat st;
	_cleanup_free_ char *path = resolve(file, ret_why), *dir = path ? directory(path) : NULL;
	if (!path)
		return -1;
	if (fs_look(path, &st) && !S_ISREG(st.st_mode))
		return failed(file, text_copy("it is no regular file; to standard output: --lock -"),
			ret_why);
	return access(dir, W_OK | X_OK) < 0
		? failed(file, text_format("%s: %s", dir, strerror(errno)), ret_why)
		: 0;
}

static int write_text(const struct installer *tb, const char *path, const char *const *asked, char **ret,
	char **ret_why)
{
	const struct options *o = tb->options;
	static const char *const templates[] = {template_installed_py, template_toml_py, template_asked_py,
		template_settings_py, template_fetch_py, template_lock_py, NULL};
	struct words words = {0}, sources = {0}, files = {0};
	const char *const own[] = {tb->uv ? tb->uv : "", path, o->require_hashes ? "1" : ""};
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		words_add(&words, own[i]);
	installer_args_add_places(&sources, o);
	words_add_list(&words, sources.list);
	for (const char **file = o->requirements; file && *file; file++)
		if (!pyproject_is(*file) && !locked_is_pylock(*file))
			words_add(&files, *file);
	words_add_list(&words, files.list);
	words_add_list(&words, asked);
	words_add_list(&words, o->packages);
	int r = installer_program(tb, templates, &words, "lock what is installed", ret_why);
	free(words.list);
	free(sources.list);
	free(files.list);
	if (r < 0)
		return -1;
	_cleanup_free_ char *made = text_format("%s/lock", tb->dir);
	r = fs_read(made, LOCK_MAX, ret, NULL);
	if (r < 0)
		*ret_why = text_format("cannot read the lock that was made: %s", strerror(-r));
	return r < 0 ? -1 : 0;
}

int lock_make(const struct installer *tb, const char *const *asked, struct lock *ret, char **ret_why)
{
	const char *file = tb->options->lock;
	_cleanup_free_ char *path = resolve(file, ret_why);
	if (!path)
		return -1;
	if (write_text(tb, path, asked, &ret->text, ret_why) < 0 || !strcmp(file, "-"))
		return ret->text ? 0 : -1;
	_cleanup_free_ char *dir = directory(path);
	_cleanup_free_ char *prefix = text_format("%s/.%.*s.venvbuild-", dir, NAME_KEPT, path_base(path));
	ret->beside = mark_name(prefix);
	ret->target = take(&path);
	int r = file_write(AT_FDCWD, ret->beside, ret->text, strlen(ret->text), 0666);
	return r < 0 ? failed(file, text_copy(strerror(-r)), ret_why) : 0;
}

int lock_commit(struct lock *lock, struct text *out, char **ret_why)
{
	if (!lock->target)
		text_add(out, lock->text);
	else if (rename(lock->beside, lock->target) < 0)
		return failed(lock->target, text_copy(strerror(errno)), ret_why);
	free(take(&lock->beside));
	return 0;
}

void lock_clear(struct lock *lock)
{
	if (lock->beside)
		unlink(lock->beside);
	free(lock->target);
	free(lock->beside);
	free(lock->text);
	*lock = (struct lock){0};
}

static void report(const struct options *o, const char *path, struct text *out)
{
	_cleanup_free_ char *env = text_quoted(path), *file = text_quoted(o->lock);
	if (o->json) {
		struct text object = {0};
		text_add(&object, "{");
		json_add_member(&object, "env", path);
		json_add_member(&object, "lock", o->lock);
		text_add_format(out, "%s}", object.data);
		text_clear(&object);
	} else if (o->dry_run || o->verbose) {
		text_add_format(out, o->dry_run ? "%s\nlock    %s\n" : "locked %s in %s\n", env, file);
	}
}

static int lock_there(const struct options *o, const struct cache *cache, const char *path, struct text *out,
	char **ret_why)
{
	if (stage_look(path) != TARGET_ENVIRONMENT) {
		*ret_why = text_copy(
			"there is no environment; what is to be installed in a new one? "
			"-r FILE, --install REQUIREMENT, -e DIR");
		return -1;
	}
	_cleanup_(standin_clear) struct standin other;
	_cleanup_(interpreter_clear) struct interpreter own = {0};
	if (standin_make(path, cache, &other, ret_why) < 0 ||
		(!other.dir && discovery_find(path, cache, &own, ret_why) < 0))
		return -1;
	const struct interpreter *python = other.dir ? &other.python : &own;
	_cleanup_(installer_clear) struct installer tb = {0};
	_cleanup_(lock_clear) struct lock lock = {0};
	int r = 0;
	if (!o->dry_run) {
		r = installer_open(o, python, cache, other.dir ? other.dir : path, path, &tb, ret_why);
		if (!r)
			r = lock_make(&tb, NULL, &lock, ret_why);
		if (!r)
			r = lock_commit(&lock, out, ret_why);
	}
	return r;
}

int lock_environment(const struct options *o, const struct cache *cache, const char *given, struct text *out,
	char **ret_why)
{
	_cleanup_free_ char *path = fs_absolute(given), *why = NULL;
	if (!path)
		why = text_copy(strerror(errno));
	else if (lock_there(o, cache, path, out, &why) == 0) {
		report(o, path, out);
		return 0;
	}
	_cleanup_free_ char *quoted = text_quoted(path ? path : given);
	*ret_why = text_format("cannot lock %s: %s", quoted, why);
	return -1;
}
