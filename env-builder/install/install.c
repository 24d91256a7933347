// SPDX-License-Identifier: MIT
// Installs packages in an environment in the stage, as if it were at its final path.
#include "env-builder/install/install.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/env/pyvenv_cfg.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "env-builder/install/installer_args.h"
#include "env-builder/install/lock_install.h"
#include "env-builder/install/pyproject.h"
#include "env-builder/install/run_installer.h"
#include "env-builder/install/verify.h"
#include "env-builder/layout/layout.h"
#include "env-builder/relocate/relocate_tree.h"
#include "env-builder/system/file_at.h"
#include "env-builder/system/signals.h"
#include "templates.h"

/* Adds the dependencies of the projects that -r names. uv reads the files itself, with its own tables in
 * them; but what pyproject_read() refuses is refused for uv as well. */
static int read_projects(const struct installer *installer, struct strings *lines, char **ret_why)
{
	const struct requirement_sources *sources = &installer->request->sources;
	for (size_t i = 0; i < sources->count; i++)
		if (sources->list[i].kind == REQUIREMENT_PYPROJECT &&
			pyproject_read(sources->list[i].file, installer, lines, ret_why) < 0)
			return -1;
	return 0;
}

static int install_requested(const struct installer *installer, const struct strings *lines, char **ret_why)
{
	const struct install_request *request = installer->request;
	_cleanup_strings_ struct strings args = {0};
	installer_args_add_request(&args, request, request->uv ? NULL : lines, false);
	return args.count ? run_install(installer, &args, NULL, ret_why) : 0;
}

static int install_all(const struct installer *installer, struct lock_file *lock, char **ret_why)
{
	const struct install_request *request = installer->request;
	_cleanup_strings_ struct strings lines = {0}, upgrade = {0};
	int r = 0;
	if (request->upgrade_seeds) {
		installer_args_add_upgrade(&upgrade, request);
		r = run_install(installer, &upgrade, NULL, ret_why);
	}
	if (!r)
		r = lock_install(installer, ret_why);
	if (!r)
		r = read_projects(installer, &lines, ret_why);
	if (!r)
		r = install_requested(installer, &lines, ret_why);
	if (!r)
		r = verify_installed(installer, &lines, ret_why);
	if (!r)
		r = lock_install_check(installer, ret_why);
	if (!r && request->lock)
		r = lock_file_make(installer, &lines, lock, ret_why);
	return r;
}

/* The time of the environment's file system, which may be on another machine. */
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

/* In every process of the installer, distutils ignores the paths of its configuration files
 * (templates/distutils_paths.py). */
#define DISTUTILS_PATHS "_venvbuild.pth"

static int restrict_distutils(const struct stage *stage, const char *path)
{
	_cleanup_free_ char *program = pyvenv_cfg_repr(template_distutils_paths_py);
	_cleanup_free_ char *line = text_format("import sys; exec(%s, {})\n", program);
	unlinkat(stage->env, path, 0);
	return file_write(stage->env, path, line, strlen(line), 0600);
}

/* A standalone environment contains its base interpreter: pyvenv.cfg names it at the path that the installer
 * sees. */
static int set_home(const struct stage *stage, const struct install_target *target, const char *temporary)
{
	_cleanup_free_ char *file = text_format("%s/pyvenv.cfg", target->real), *data = NULL;
	_cleanup_text_ struct text text = {0};
	size_t len = 0;
	int r = fs_read(file, PYVENV_CFG_MAX, &data, &len);
	const struct replace_prefix paths = {{target->path, NULL}, temporary, false};
	if (r < 0 || !replace_prefix_text(&paths, data, len, &text))
		return r;
	r = unlinkat(stage->env, "pyvenv.cfg", 0) < 0 ? -errno : 0;
	return r ? r : file_write(stage->env, "pyvenv.cfg", text.data, text.len, 0666);
}

int install_run(const struct install_request *request, const struct install_target *target,
	const struct stage *stage, struct lock_file *lock, char **ret_why)
{
	struct timespec since = {0};
	int r = now(stage, &since);
	if (r < 0) {
		*ret_why = text_format("cannot write a temporary file beside it: %s", strerror(-r));
		return -1;
	}
	_cleanup_(installer_clear) struct installer installer = {0};
	if (installer_open(request, target, &installer, ret_why) < 0)
		return -1;
	if (target->standalone && (r = set_home(stage, target, installer.env)) < 0) {
		*ret_why = text_format("cannot write its pyvenv.cfg: %s", strerror(-r));
		return -1;
	}
	_cleanup_free_ char *site = layout_site(target->python),
			    *pth = text_format("%s/" DISTUTILS_PATHS, site);
	if ((r = restrict_distutils(stage, pth)) < 0) {
		*ret_why = text_format("cannot write %s in it: %s", pth, strerror(-r));
		return -1;
	}
	if (install_all(&installer, lock, ret_why) < 0)
		return -1;
	unlinkat(stage->env, pth, 0);
	if (signals_pending()) {
		*ret_why = text_copy("stopped by a signal");
		return -1;
	}
	const struct replace_prefix paths = {{installer.env, target->real}, target->path,
		target->relocatable};
	return relocate_tree(stage->env, &paths, since, ret_why);
}
