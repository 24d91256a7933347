// SPDX-License-Identifier: MIT
// What installs in one environment, pip or uv, and the temporary place where it does.
#include "env-builder/install/installer.h"

#include <ctype.h>
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
#include "common/tool/fs.h"
#include "env-builder/wheel/find_wheel.h"
#include "env-builder/system/file_at.h"
#include "env-builder/system/signals.h"
#include "env-builder/layout/layout.h"
#include "env-builder/install/lock_install.h"
#include "env-builder/relocate/replace_prefix.h"
#include "env-builder/install/pyproject.h"
#include "env-builder/system/process.h"
#include "env-builder/discovery/special_files.h"
#include "env-builder/install/tempdir.h"
#include "env-builder/install/uv_settings.h"
#include "env-builder/system/process_watch.h"
#include "common/env/distributions.h"
#include "templates.h"

#define SAID_MAX ((size_t)1 << 20)

void installer_clear(struct installer *tb)
{
	if (tb->dir)
		tempdir_remove(tb->dir, tb->held);
	free(tb->dir);
	free(tb->env);
	free(tb->real);
	free(tb->path);
	free(tb->interpreter);
	free(tb->site);
	free(tb->uv);
	free(tb->pip);
	unpacked_clear(&tb->unpacked);
}

static int make_dir(struct installer *tb, const char *real, char **ret_why)
{
	tb->dir = tempdir_make(&tb->held, ret_why);
	if (!tb->dir)
		return -1;
	tb->env = text_format("%s/env", tb->dir);
	if (!symlink(real, tb->env))
		return 0;
	*ret_why = text_format("cannot make %s: %s", tb->env, strerror(errno));
	return -1;
}

static char *find_on_path(const char *name)
{
	const char *path = getenv("PATH");
	for (size_t n; path; path = path[n] ? path + n + 1 : NULL) {
		n = strcspn(path, ":");
		_cleanup_free_ char *file = text_format("%.*s/%s", (int)n, path, name);
		if (n && fs_is_executable(file))
			return take(&file);
	}
	return NULL;
}

static int find_pip(struct installer *tb, const struct cache *cache, char **ret_why)
{
	if (distributions_has(tb->site, "pip")) {
		tb->pip = text_copy(tb->site);
		return 0;
	}
	_cleanup_free_ char *wheel = find_wheel(tb->python, "pip", tb->options->wheel_dirs, "--installer=uv",
		ret_why);
	_cleanup_close_ int usable = cache_open(cache, "wheels");
	const struct cache own = {tb->dir, true, tb->held};
	if (!wheel || unpacked_get(wheel, tb->python, usable >= 0 ? cache : &own, &tb->unpacked, ret_why) < 0)
		return -1;
	tb->pip = text_copy(tb->unpacked.tree);
	return 0;
}

/* Is a lock written or read? */
static bool has_lock(const struct options *o)
{
	bool found = o->lock != NULL;
	for (const char **file = o->requirements; file && *file; file++)
		found |= locked_is(*file);
	return found;
}

static bool has_project(const struct options *o)
{
	bool found = false;
	for (const char **file = o->requirements; file && *file; file++)
		found |= pyproject_is(*file);
	return found;
}

static int find_installer(struct installer *tb, const struct cache *cache, char **ret_why)
{
	if (!tb->options->uv)
		return find_pip(tb, cache, ret_why);
	tb->uv = find_on_path("uv");
	if (!tb->uv)
		*ret_why = text_copy("there is no uv on PATH; to install with pip: --installer=pip");
	if (!tb->uv || uv_check(tb->uv, tb->interpreter, ret_why) < 0)
		return -1;
	/* Of pip, the libraries. This Python may do without them where a project is read,
	 * and says so where not. */
	if (has_lock(tb->options))
		return find_pip(tb, cache, ret_why);
	_cleanup_free_ char *why = NULL;
	if (has_project(tb->options))
		find_pip(tb, cache, &why);
	return 0;
}

/* What Python reads in the environment, and pip of what is installed: a fifo would hold it for ever. real is
 * where the environment is, which is nothing to tell while that is for a time. */
static int find_special(const struct installer *tb, const char *real, char **ret_why)
{
	_cleanup_free_ char *interpreter = text_format("%s%s", real, tb->interpreter + strlen(tb->env));
	_cleanup_free_ char *site = text_format("%s%s", real, tb->site + strlen(tb->env)),
			    *found = special_of_interpreter(interpreter);
	if (!found)
		found = special_in(site);
	if (!found)
		return 0;
	*ret_why = special_says(path_under(found, real) ? found + strlen(real) + 1 : found);
	return -1;
}

int installer_open(const struct options *o, const struct interpreter *python, const struct cache *cache,
	const char *real, const char *path, struct installer *ret, char **ret_why)
{
	*ret = (struct installer){.options = o, .python = python, .held = -1, .unpacked = {.fd = -1}};
	if (make_dir(ret, real, ret_why) < 0)
		return -1;
	_cleanup_free_ char *site = layout_site(python);
	ret->real = text_copy(real);
	ret->path = text_copy(path);
	ret->interpreter = text_format("%s/bin/python", ret->env);
	ret->site = text_format("%s/%s", ret->env, site);
	return find_special(ret, real, ret_why) < 0 ? -1 : find_installer(ret, cache, ret_why);
}

/* What was said, with the place that is meant instead of the one that is gone when it is read. */
static char *as_meant(const struct installer *tb, const char *said)
{
	const struct replace_prefix repath = {{tb->env, tb->real}, tb->path, false};
	struct text text = {0};
	return replace_prefix_text(&repath, said, strlen(said), &text) ? text_take(&text) : text_copy(said);
}

/* Is a file that -r names our standard input, as /dev/stdin is? The installer's is empty otherwise. */
static bool reads_input(const struct options *o)
{
	struct stat own, st;
	bool found = false;
	for (const char **file = fstat(STDIN_FILENO, &own) < 0 ? NULL : o->requirements; file && *file;
		file++)
		found |= !stat(*file, &st) && st.st_dev == own.st_dev && st.st_ino == own.st_ino;
	return found;
}

int installer_run(const struct installer *tb, const struct words *argv, const char *what, char **ret_why)
{
	const char *path = getenv("PATH");
	_cleanup_free_ char *virtual_env = text_format("VIRTUAL_ENV=%s", tb->env),
			    *tmpdir = text_format("TMPDIR=%s", tb->dir);
	_cleanup_free_ char *new_path = text_format("PATH=%s/bin%s%s", tb->env, path ? ":" : "",
		path ? path : "");
	const char *const set[] = {virtual_env, tmpdir, new_path, "PIP_DISABLE_PIP_VERSION_CHECK=1",
		"PIP_NO_INPUT=1", "UV_TARGET", "UV_PREFIX", "UV_SYSTEM_PYTHON", "UV_WORKING_DIR", NULL};
	_cleanup_free_ char **env = process_environ(set);
	enum watch_show show = tb->options->verbose ? WATCH_ALL
		: tb->options->quiet                ? WATCH_NOTHING
						    : WATCH_PROGRESS;
	_cleanup_free_ char *said = NULL, *why = NULL;
	int r = process_watch((char *const *)argv->list, env, reads_input(tb->options), show, &said, &why);
	if (r < 0 && !signals_pending()) {
		_cleanup_free_ char *meant = as_meant(tb, said);
		_cleanup_text_ struct text shown = {0};
		text_add_printable(&shown, meant, "\n\t");
		fputs(shown.data ? shown.data : "", stderr);
		*ret_why = text_format("cannot %s: %s%s", what, why,
			*said ? "; what it said stands above" : "");
	} else if (r < 0) {
		*ret_why = text_copy("stopped by a signal");
	}
	return r;
}

/* What is in the working directory is not to be imported, and there is no -I before 3.4
 * (interpreter_isolation()). The program is the first argument: a "from __future__" must be its first
 * line. */
static const char run_program[] =
	"import sys\nsys.path[:] = [path for path in sys.path if path]\n"
	"exec(compile(sys.argv.pop(1), 'venvbuild', 'exec'))\n";

/* The same, behind -S, in an environment whose packages are only looked at: no line of a .pth file runs,
 * and no sitecustomize. */
static const char look_program[] =
	"import sys\nimport site\nsite.exec = site.execsitecustomize = lambda "
	"*words: None\nsite.main()\n"
	"exec(compile(sys.argv.pop(1), 'venvbuild', 'exec'))\n";

/* Nobody's PYTHONPATH, nobody's own packages; -B as what pip compiles of itself is not to be kept. */
static void add_interpreter(struct words *w, const struct installer *tb)
{
	words_add(w, tb->interpreter);
	words_add(w, interpreter_isolation(tb->python));
	words_add(w, "-B");
}

/* One of our programs, up to its arguments; text is where it is kept.
 * The site of a Python before 3.4 starts as it is imported. */
static void add_program(struct words *w, const struct installer *tb, const char *const *parts, bool looks,
	struct text *text)
{
	looks = looks && !strcmp(interpreter_isolation(tb->python), "-I");
	for (; *parts; parts++)
		text_add(text, *parts);
	add_interpreter(w, tb);
	words_add(w, looks ? "-Sc" : "-c");
	words_add(w, looks ? look_program : run_program);
	words_add(w, text->data);
	words_add(w, tb->dir);
	words_add(w, tb->pip ? tb->pip : "");
}

/* The installer, up to "install". */
static void add_installer(struct words *w, const struct installer *tb, struct text *text)
{
	static const char *const words[] = {"pip", "install", "--python"},
				 *const parts[] = {template_settings_py, template_pip_py, NULL};
	if (!tb->uv) {
		add_program(w, tb, parts, false, text);
		words_add(w, "install");
		return;
	}
	words_add(w, tb->uv);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		words_add(w, words[i]);
	words_add(w, tb->interpreter);
}

int installer_install(const struct installer *tb, const struct words *request, const char *what,
	char **ret_why)
{
	_cleanup_text_ struct text program = {0};
	struct words argv = {0};
	add_installer(&argv, tb, &program);
	for (size_t i = 0; i < request->count; i++)
		words_add(&argv, request->list[i]);
	_cleanup_free_ char *command = installer_args_command(request, tb->options),
			    *whole = text_format("install in it: %s", command);
	int r = installer_run(tb, &argv, what ? what : whole, ret_why);
	free(argv.list);
	return r;
}

/* The text of a file of dir, which is then removed; NULL: there is none. */
static char *take_file(const struct installer *tb, const char *name)
{
	_cleanup_free_ char *path = text_format("%s/%s", tb->dir, name), *text = NULL;
	if (fs_read(path, SAID_MAX, &text, NULL) < 0)
		return NULL;
	unlink(path);
	return as_meant(tb, text);
}

int installer_program(const struct installer *tb, const char *const *parts, const struct words *arguments,
	const char *what, char **ret_why)
{
	_cleanup_text_ struct text program = {0};
	struct words argv = {0};
	add_program(&argv, tb, parts, true, &program);
	for (size_t i = 0; i < arguments->count; i++)
		words_add(&argv, arguments->list[i]);
	int r = installer_run(tb, &argv, what, ret_why);
	free(argv.list);
	_cleanup_free_ char *why = take_file(tb, "why"), *notes = take_file(tb, "notes");
	char *save = NULL;
	for (char *line = notes ? strtok_r(notes, "\n", &save) : NULL; line;
		line = strtok_r(NULL, "\n", &save))
		warn("%s", line);
	if (r < 0 && why) {
		free(*ret_why);
		*ret_why = text_format("cannot %s: %s", what, why);
	}
	return r;
}
