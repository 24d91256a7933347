// SPDX-License-Identifier: MIT
// Installs packages in an environment that is still in the stage, as if it were where it belongs.
#include "env-builder/install.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "env-builder/file.h"
#include "env-builder/installer.h"
#include "env-builder/interrupt.h"
#include "env-builder/layout.h"
#include "env-builder/rehome.h"
#include "env-builder/requirements.h"
#include "env-builder/seed.h"
#include "env-builder/spawn.h"
#include "env-builder/unpacked.h"
#include "env-builder/watch.h"

/* A first line is cut at 127 bytes, a socket's path at 108, and build tools trip over blanks. */
#define TEMPORARY_MAX 60

bool install_wanted(const struct options *o)
{
	return o->requirements || o->packages || o->editables || o->upgrade_deps;
}

char *install_command(const struct options *o, bool upgrade)
{
	struct words words = {0};
	if (!upgrade)
		installer_add_request(&words, o, NULL);
	else if (o->upgrade_deps)
		installer_add_upgrade(&words, o);
	char *command = words.count ? installer_command(&words, o) : NULL;
	free(words.list);
	return command;
}

/* One installation. */
struct install {
	const struct options *options;
	const struct python *python;
	char *dir;    /* a directory for temporary files */
	char *env;    /* dir/env, a symbolic link to the environment in the stage */
	char *interpreter;
	char *site;   /* its site-packages */
	char *tool;   /* uv's path, or the pip that it lacks: CACHE/wheels/NAME/tree/pip; NULL: its own */
	char *pip;    /* the directory that pip lies in */
	struct unpacked unpacked;
};

static void clear(struct install *in)
{
	if (in->dir)
		file_remove(AT_FDCWD, in->dir);
	free(in->dir);
	free(in->env);
	free(in->interpreter);
	free(in->site);
	free(in->tool);
	free(in->pip);
	unpacked_clear(&in->unpacked);
}

static bool is_plain(const char *path)
{
	size_t n = strlen(path);
	for (const char *s = path; *s; s++)
		if (!isalnum((unsigned char)*s) && !strchr("_./+-", *s))
			return false;
	return *path == '/' && n <= TEMPORARY_MAX && fs_is_dir(path);
}

static int make_dir(struct install *in, const struct stage *stage, char **ret_why)
{
	const char *own = getenv("TMPDIR");
	in->dir = text_format("%s/venvbuild-XXXXXX", own && is_plain(own) ? own : "/tmp");
	bool made = mkdtemp(in->dir) != NULL;
	in->env = text_format("%s/env", in->dir);
	_cleanup_free_ char *real = text_format("%s/%s/env", stage->dir, stage->name);
	if (made && !symlink(real, in->env))
		return 0;
	*ret_why = text_format("cannot make a temporary directory %s: %s", in->dir, strerror(errno));
	if (!made)
		free(take(&in->dir));
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

static int find_installer(struct install *in, const struct cache *cache, char **ret_why)
{
	bool has_pip = seed_present(in->site, "pip");
	if (in->options->uv) {
		in->tool = find_on_path("uv");
		if (!in->tool)
			*ret_why = text_copy("there is no uv on PATH; to install with pip: --installer=pip");
		return in->tool ? 0 : -1;
	}
	if (has_pip) {
		in->pip = text_copy(in->site);
		return 0;
	}
	_cleanup_free_ char *wheel = seed_find(in->python, "pip", ret_why);
	if (!wheel || unpacked_get(wheel, in->python, cache, &in->unpacked, ret_why) < 0)
		return -1;
	in->pip = text_copy(in->unpacked.tree);
	in->tool = text_format("%s/pip", in->pip);
	return 0;
}

/* The installer, up to "install". */
static void add_installer(struct words *w, const struct install *in)
{
	bool old = python_is_old(in->python) || (in->python->number[0] == 3 && in->python->number[1] < 4);
	if (in->options->uv) {
		static const char *const words[] = {"pip", "install", "--python"};
		words_add(w, in->tool);
		for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
			words_add(w, words[i]);
		words_add(w, in->interpreter);
		return;
	}
	/* Nobody's PYTHONPATH, nobody's own packages; -B as what pip compiles of itself is not to be kept. */
	words_add(w, in->interpreter);
	words_add(w, old ? "-Es" : "-I");
	words_add(w, "-B");
	if (!in->tool)
		words_add(w, "-m");
	words_add(w, in->tool ? in->tool : "pip");
	words_add(w, "install");
}

/* As if the environment were activated; without what would send packages elsewhere. */
static int run(struct install *in, const struct words *request, char **ret_why)
{
	const struct options *o = in->options;
	const char *path = getenv("PATH");
	_cleanup_free_ char *virtual_env = text_format("VIRTUAL_ENV=%s", in->env), *tmpdir = text_format("TMPDIR=%s", in->dir);
	_cleanup_free_ char *new_path = text_format("PATH=%s/bin%s%s", in->env, path ? ":" : "", path ? path : "");
	const char *const set[] = {virtual_env, tmpdir, new_path, "PIP_USER=0", "PIP_DISABLE_PIP_VERSION_CHECK=1", "PIP_NO_INPUT=1",
		"PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_PYTHON", "PIP_DRY_RUN", "UV_TARGET", "UV_PREFIX", "UV_SYSTEM_PYTHON", NULL};
	_cleanup_free_ char **env = spawn_environment(set);
	struct words words = {0};
	add_installer(&words, in);
	for (size_t i = 0; i < request->count; i++)
		words_add(&words, request->list[i]);
	enum watch_show show = o->verbose ? WATCH_ALL : o->quiet ? WATCH_NOTHING : WATCH_PROGRESS;
	_cleanup_free_ char *said = NULL, *why = NULL;
	int r = watch_run((char *const *)words.list, env, show, &said, &why);
	free(words.list);
	if (r < 0 && !interrupt_pending()) {
		fputs(said, stderr);
		_cleanup_free_ char *command = installer_command(request, o);
		*ret_why = text_format("cannot install in it: %s: %s%s", command, why, *said ? "; what it said stands above" : "");
	} else if (r < 0) {
		*ret_why = text_copy("stopped by a signal");
	}
	return r;
}

/* Reads the projects that -r names into text, and into an array of its lines. */
static int read_projects(const struct install *in, struct text *text, struct words *ret, char **ret_why)
{
	for (const char **file = in->options->requirements; !in->options->uv && file && *file; file++)
		if (requirements_are_project(*file) && requirements_read(*file, in->interpreter, in->pip, text, ret_why) < 0)
			return -1;
	char *save = NULL;
	for (char *line = text->data ? strtok_r(text->data, "\n", &save) : NULL; line; line = strtok_r(NULL, "\n", &save))
		words_add(ret, line);
	return 0;
}

static int install_all(struct install *in, char **ret_why)
{
	const struct options *o = in->options;
	static const char *const none[] = {NULL};
	_cleanup_text_ struct text text = {0};
	struct words lines = {0}, upgrade = {0}, request = {0};
	int r = 0;
	if (o->upgrade_deps) {
		installer_add_upgrade(&upgrade, o);
		r = run(in, &upgrade, ret_why);
	}
	if (!r)
		r = read_projects(in, &text, &lines, ret_why);
	if (!r) {
		installer_add_request(&request, o, o->uv ? NULL : lines.list ? lines.list : none);
		r = request.count ? run(in, &request, ret_why) : 0;
	}
	free(lines.list);
	free(upgrade.list);
	free(request.list);
	return r;
}

/* The time of the file system that the environment is on, which may be another machine's. */
static int now(const struct stage *stage, struct timespec *ret)
{
	struct stat st;
	int r = file_write(stage->fd, "now", "", 0, 0600);
	if (!r && fstatat(stage->fd, "now", &st, 0) < 0)
		r = -errno;
	if (!r)
		*ret = st.st_ctim;
	return r;
}

int install_run(const struct options *o, const struct python *python, const struct cache *cache, const struct stage *stage,
	const char *path, char **ret_why)
{
	struct timespec since = {0};
	int r = now(stage, &since);
	if (r < 0) {
		*ret_why = text_format("cannot write beside it: %s", strerror(-r));
		return -1;
	}
	_cleanup_free_ char *site = layout_site(python), *real = text_format("%s/%s/env", stage->dir, stage->name);
	_cleanup_(clear) struct install in = {.options = o, .python = python, .unpacked = {.fd = -1}};
	if (make_dir(&in, stage, ret_why) < 0)
		return -1;
	in.interpreter = text_format("%s/bin/python", in.env);
	in.site = text_format("%s/%s", in.env, site);
	if (find_installer(&in, cache, ret_why) < 0 || install_all(&in, ret_why) < 0)
		return -1;
	if (interrupt_pending()) {
		*ret_why = text_copy("stopped by a signal");
		return -1;
	}
	const struct repath repath = {{in.env, real}, path};
	return rehome_tree(stage->env, &repath, since, ret_why);
}
