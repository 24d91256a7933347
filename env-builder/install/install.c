// SPDX-License-Identifier: MIT
// Installs packages in an environment that is still in the stage, as if it were where it belongs.
#include "env-builder/install/install.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/env/pyvenv_cfg.h"
#include "env-builder/system/file_at.h"
#include "env-builder/install/installer_args.h"
#include "env-builder/system/signals.h"
#include "env-builder/layout/layout.h"
#include "env-builder/install/lock_install.h"
#include "env-builder/relocate/relocate_tree.h"
#include "env-builder/install/pyproject.h"
#include "env-builder/install/installer.h"
#include "env-builder/install/verify.h"
#include "templates.h"

bool install_wanted(const struct options *o)
{
	return o->requirements || o->packages || o->editables || o->upgrade_deps;
}

char *install_command(const struct options *o, bool upgrade)
{
	struct words words = {0};
	if (!upgrade)
		installer_args_add_request(&words, o, NULL, true);
	else if (o->upgrade_deps)
		installer_args_add_upgrade(&words, o);
	char *command = words.count ? installer_args_command(&words, o) : NULL;
	free(words.list);
	return command;
}

/* Reads the projects that -r names into text, and into an array of its lines. uv reads them itself, with what
 * they say to uv, but what is refused is refused for it, too. */
static int read_projects(const struct installer *tb, struct text *text, struct words *ret, char **ret_why)
{
	for (const char **file = tb->options->requirements; file && *file; file++)
		if (pyproject_is(*file) && pyproject_read(*file, tb, text, ret_why) < 0)
			return -1;
	char *save = NULL;
	for (char *line = text->data ? strtok_r(text->data, "\n", &save) : NULL; line;
		line = strtok_r(NULL, "\n", &save))
		words_add(ret, line);
	return 0;
}

static int install_all(const struct installer *tb, struct lock *lock, char **ret_why)
{
	const struct options *o = tb->options;
	static const char *const none[] = {NULL};
	_cleanup_text_ struct text text = {0};
	struct words lines = {0}, upgrade = {0}, request = {0};
	int r = 0;
	if (o->upgrade_deps) {
		installer_args_add_upgrade(&upgrade, o);
		r = installer_install(tb, &upgrade, NULL, ret_why);
	}
	if (!r)
		r = locked_install(tb, ret_why);
	if (!r)
		r = read_projects(tb, &text, &lines, ret_why);
	if (!r) {
		installer_args_add_request(&request, o, o->uv ? NULL : lines.list ? lines.list : none, false);
		r = request.count ? installer_install(tb, &request, NULL, ret_why) : 0;
	}
	if (!r)
		r = verify_installed(tb, lines.list, ret_why);
	if (!r)
		r = locked_check(tb, ret_why);
	if (!r && o->lock)
		r = lock_make(tb, lines.list, lock, ret_why);
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

/* While packages are installed, distutils goes by what it is told (templates/places.py), in every process. */
#define PLACES_NAME "_venvbuild.pth"

static int guide_distutils(const struct stage *stage, const char *path)
{
	_cleanup_free_ char *program = pyvenv_cfg_repr(template_places_py);
	_cleanup_free_ char *line = text_format("import sys; exec(%s, {})\n", program);
	unlinkat(stage->env, path, 0);
	return file_write(stage->env, path, line, strlen(line), 0600);
}

/* What is taken along lies where the environment does: the interpreter that installs is to find it there. */
static int name_home(const struct stage *stage, const char *real, const char *path, const char *temporary)
{
	_cleanup_free_ char *file = text_format("%s/pyvenv.cfg", real), *data = NULL;
	_cleanup_text_ struct text text = {0};
	size_t len = 0;
	int r = fs_read(file, PYVENV_CFG_MAX, &data, &len);
	const struct replace_prefix repath = {{path, NULL}, temporary, false};
	if (r < 0 || !replace_prefix_text(&repath, data, len, &text))
		return r;
	r = unlinkat(stage->env, "pyvenv.cfg", 0) < 0 ? -errno : 0;
	return r ? r : file_write(stage->env, "pyvenv.cfg", text.data, text.len, 0666);
}

int install_run(const struct options *o, const struct interpreter *python, const struct cache *cache,
	const struct stage *stage, const char *path, struct lock *lock, char **ret_why)
{
	struct timespec since = {0};
	int r = now(stage, &since);
	if (r < 0) {
		*ret_why = text_format("cannot write beside it: %s", strerror(-r));
		return -1;
	}
	_cleanup_free_ char *real = text_format("%s/%s/env", stage->dir, stage->name);
	_cleanup_(installer_clear) struct installer tb = {0};
	if (installer_open(o, python, cache, real, path, &tb, ret_why) < 0)
		return -1;
	if (o->standalone && (r = name_home(stage, real, path, tb.env)) < 0) {
		*ret_why = text_format("cannot write its pyvenv.cfg: %s", strerror(-r));
		return -1;
	}
	_cleanup_free_ char *site = layout_site(python), *guide = text_format("%s/" PLACES_NAME, site);
	if ((r = guide_distutils(stage, guide)) < 0) {
		*ret_why = text_format("cannot write %s in it: %s", guide, strerror(-r));
		return -1;
	}
	if (install_all(&tb, lock, ret_why) < 0)
		return -1;
	unlinkat(stage->env, guide, 0);
	if (signals_pending()) {
		*ret_why = text_copy("stopped by a signal");
		return -1;
	}
	const struct replace_prefix repath = {{tb.env, real}, path, o->relocatable};
	return relocate_tree(stage->env, &repath, since, ret_why);
}
