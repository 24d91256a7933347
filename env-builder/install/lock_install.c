// SPDX-License-Identifier: MIT
// -r FILE where FILE is a lock: what it names is installed, checked, and nothing else.
#include "env-builder/install/lock_install.h"

#include <stdio.h>
#include <string.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "templates.h"

/* How the first line of a list begins that --lock wrote. */
#define MARK "# venvbuild lock "
/* locked.py: wheels, what is to be built, what has no hash. */
#define GROUPS 3

static const char *const templates[] = {template_installed_py, template_toml_py, template_locked_py, NULL};

bool locked_is_pylock(const char *file)
{
	const char *name = path_base(file), *dot = text_starts(name, "pylock.") ? strrchr(name, '.') : NULL;
	return dot && !strcmp(dot, ".toml") && !strstr(file, "://") &&
		(dot == name + 6 || (dot > name + 7 && strchr(name + 7, '.') == dot));
}

bool locked_is(const char *file)
{
	char head[sizeof(MARK)] = "";
	if (locked_is_pylock(file))
		return true;
	/* A pipe is the installer's to read. */
	_cleanup_fclose_ FILE *f = fs_is_file(file) ? fopen(file, "re") : NULL;
	return f && fgets(head, sizeof(head), f) && !strcmp(head, MARK);
}

static int install_group(const struct installer *tb, const char *lock, const char *list, char **ret_why)
{
	if (!fs_exists(list))
		return 0;
	struct words words = {0};
	words_add(&words, "--no-deps");
	if (tb->options->system_site) /* the base's are not in the environment */
		words_add(&words, "--force-reinstall");
	installer_args_add_places(&words, tb->options);
	words_add(&words, "-r");
	words_add(&words, list);
	_cleanup_free_ char *quoted = text_quoted(lock),
			    *what = text_format("install in it what %s locks", quoted);
	int r = installer_install(tb, &words, what, ret_why);
	free(words.list);
	return r;
}

static int install_lock(const struct installer *tb, const char *file, size_t number, char **ret_why)
{
	_cleanup_free_ char *tag = text_format("%zu", number), *quoted = text_quoted(file);
	_cleanup_free_ char *what = text_format("install in it what %s locks", quoted);
	const char *list[] = {file, tag, tb->options->require_hashes ? "1" : "", NULL};
	const struct words words = {list, 3};
	if (installer_program(tb, templates, &words, what, ret_why) < 0)
		return -1;
	int r = 0;
	for (int group = 1; !r && group <= GROUPS; group++) {
		_cleanup_free_ char *path = text_format("%s/%zu.%d", tb->dir, number, group);
		r = install_group(tb, file, path, ret_why);
	}
	return r;
}

int locked_install(const struct installer *tb, char **ret_why)
{
	size_t number = 0;
	for (const char **file = tb->options->requirements; file && *file; file++)
		if (locked_is(*file) && install_lock(tb, *file, number++, ret_why) < 0)
			return -1;
	return 0;
}

int locked_check(const struct installer *tb, char **ret_why)
{
	const struct options *o = tb->options;
	size_t count = 0, others = o->packages || o->editables;
	for (const char **file = o->requirements; file && *file; file++)
		*(locked_is(*file) ? &count : &others) += 1;
	if (!count)
		return 0;
	_cleanup_free_ char *number = text_format("%zu", count);
	const char *list[] = {"check", others ? "" : "1", number, NULL};
	const struct words words = {list, 3};
	return installer_program(tb, templates, &words, "install what is locked, and nothing else", ret_why);
}
