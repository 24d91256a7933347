// SPDX-License-Identifier: MIT
// The installer of one environment, pip or uv.
#include "env-builder/install/installer.h"

#include <errno.h>
#include <string.h>

#include "common/core/path.h"
#include "common/env/distributions.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/discovery/special_files.h"
#include "env-builder/install/tempdir.h"
#include "env-builder/install/uv_settings.h"
#include "env-builder/layout/layout.h"
#include "env-builder/wheel/find_wheel.h"

void installer_clear(struct installer *installer)
{
	if (installer->dir)
		tempdir_remove(installer->dir, installer->held);
	free(installer->dir);
	free(installer->env);
	free(installer->interpreter);
	free(installer->site);
	free(installer->uv);
	free(installer->pip);
	cached_wheel_clear(&installer->pip_wheel);
}

static int make_dir(struct installer *installer, char **ret_why)
{
	installer->dir = tempdir_make(&installer->held, ret_why);
	if (!installer->dir)
		return -1;
	installer->env = text_format("%s/env", installer->dir);
	if (!symlink(installer->target->real, installer->env))
		return 0;
	*ret_why = text_format("cannot make %s: %s", installer->env, strerror(errno));
	return -1;
}

static int find_pip(struct installer *installer, char **ret_why)
{
	const struct install_target *target = installer->target;
	if (distributions_has(installer->site, "pip")) {
		installer->pip = text_copy(installer->site);
		return 0;
	}
	_cleanup_free_ char *wheel = find_wheel(target->python, "pip",
		strings_const(&installer->request->wheel_dirs), "--installer=uv", ret_why);
	_cleanup_close_ int usable = cache_open(target->cache, "wheels");
	const struct cache own = {installer->dir, true, installer->held},
			   *cache = usable >= 0 ? target->cache : &own;
	if (!wheel || cached_wheel_get(wheel, target->python, cache, &installer->pip_wheel, ret_why) < 0)
		return -1;
	installer->pip = text_copy(installer->pip_wheel.tree.path);
	return 0;
}

static int find_uv(struct installer *installer, char **ret_why)
{
	const struct requirement_sources *sources = &installer->request->sources;
	installer->uv = fs_find_program("uv");
	if (!installer->uv)
		*ret_why = text_copy("uv is not in PATH; use --installer=pip to install with pip");
	if (!installer->uv || uv_check(installer->uv, installer->interpreter, ret_why) < 0)
		return -1;
	if (installer->request->lock || requirement_sources_have(sources, REQUIREMENT_PYLOCK) ||
		requirement_sources_have(sources, REQUIREMENT_LOCKED))
		return find_pip(installer, ret_why);
	/* For a project, a Python from 3.11 on needs no pip; an older one reports what it lacks. */
	_cleanup_free_ char *why = NULL;
	if (requirement_sources_have(sources, REQUIREMENT_PYPROJECT))
		find_pip(installer, &why);
	return 0;
}

/* Python reads files in the environment, and pip those of each distribution: a fifo would block them. The
 * message names the file below the environment, whose present path is temporary. */
static int find_special(const struct installer *installer, char **ret_why)
{
	const char *real = installer->target->real;
	size_t n = strlen(installer->env);
	_cleanup_free_ char *interpreter = text_format("%s%s", real, installer->interpreter + n);
	_cleanup_free_ char *site = text_format("%s%s", real, installer->site + n);
	_cleanup_free_ char *found = special_files_of_interpreter(interpreter);
	if (!found)
		found = special_files_in(site);
	if (!found)
		return 0;
	*ret_why = special_files_message(path_under(found, real) ? found + strlen(real) + 1 : found);
	return -1;
}

int installer_open(const struct install_request *request, const struct install_target *target,
	struct installer *ret, char **ret_why)
{
	*ret = (struct installer){.request = request,
		.target = target,
		.held = -1,
		.pip_wheel = {.tree.fd = -1}};
	if (make_dir(ret, ret_why) < 0)
		return -1;
	_cleanup_free_ char *site = layout_site(target->python);
	ret->interpreter = text_format("%s/bin/python", ret->env);
	ret->site = text_format("%s/%s", ret->env, site);
	if (find_special(ret, ret_why) < 0)
		return -1;
	return request->uv ? find_uv(ret, ret_why) : find_pip(ret, ret_why);
}
