// SPDX-License-Identifier: MIT
// --upgrade: makes an existing environment again, with a new interpreter.
#include "env-builder/commands/upgrade.h"

#include <errno.h>
#include <string.h>

#include "common/env/env_settings.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "env-builder/commands/create.h"
#include "env-builder/discovery/discovery.h"
#include "env-builder/transaction/stage.h"

/* The interpreter of the environment's own version. */
static int find_base(const struct env_settings *old, const struct cache *cache, struct interpreter *ret,
	char **ret_why)
{
	if (old->spec)
		return discovery_find(old->spec, cache, ret, ret_why);
	*ret_why = text_copy(
		"its pyvenv.cfg does not name its version of Python; use --python to choose one");
	return -1;
}

int upgrade_environment(const struct create_request *request, bool seeds_given, const char *given,
	struct output *output, char **ret_why)
{
	_cleanup_free_ char *path = fs_absolute(given), *why = NULL;
	if (!path)
		return create_failed(given, text_copy(strerror(errno)), ret_why);
	if (stage_look(path) != TARGET_ENVIRONMENT)
		return create_failed(path,
			text_copy("no environment exists there; omit --upgrade to make one"), ret_why);
	_cleanup_(env_settings_clear) struct env_settings old = {0};
	_cleanup_(interpreter_clear) struct interpreter found = {0};
	if (env_settings_read(path, &old, &why) < 0 ||
		(!request->base && find_base(&old, request->cache, &found, &why) < 0))
		return create_failed(path, take(&why), ret_why);
	struct create_request merged = *request; /* owns nothing: its lists are those of the request */
	merged.base = request->base ? request->base : &found;
	merged.upgrade = merged.allow_existing = true;
	merged.prompt = request->prompt ? request->prompt : old.prompt;
	merged.system_site |= old.system_site;
	merged.relocatable |= old.relocatable;
	merged.standalone |= old.standalone;
	merged.copies |= old.copies && !merged.standalone;
	if (!seeds_given && !old.pip)
		merged.install.seeds = (struct strings){0};
	return create_environment(&merged, path, output, ret_why);
}
