// SPDX-License-Identifier: MIT
// The message for a pip command in an environment without pip.
#include "runner/pip.h"

#include <string.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"

/* "pip", "pip3", "pip3.11" */
static bool is_pip(const char *name)
{
	return text_starts(name, "pip") && !name[strlen("pip") + strspn(name + strlen("pip"), "0123456789.")];
}

char *pip_missing(const struct launch *l, const struct env *env)
{
	const char *name = l->request.file;
	int error;

	if (!is_pip(name) || env->system_site || l->plan.rule == RULE_KEEP ||
		l->plan.rule == RULE_KEEP_ONLY || l->plan.rule == RULE_OFF)
		return NULL;
	_cleanup_free_ char *found = launch_found(l, &error), *root = text_quoted(env->root),
			    *quoted = text_quoted(name);
	_cleanup_free_ char *module = text_format("%s/pip", env->site ? env->site : "");
	if (found && (path_under(found, env->root) || fs_is_dir(module)))
		return NULL;
	if (env->kind == ENV_CONDA)
		return text_format("cannot run %s: there is no pip in %s; to add it: conda install -p %s pip",
			quoted, root, root);
	return text_format(
		"cannot run %s: there is no pip in %s; to add it: venvbuild --allow-existing -p %s %s",
		quoted, root, root, root);
}
