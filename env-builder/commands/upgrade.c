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

/* Adds what the environment was made with. */
static void merge(struct create_request *request, const struct env_settings *old)
{
	request->upgrade = request->allow_existing = true;
	request->prompt = request->prompt ? request->prompt : old->prompt;
	request->system_site |= old->system_site;
	request->relocatable |= old->relocatable;
	request->standalone |= old->standalone;
	request->copies |= old->copies && !request->standalone;
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
	bool seedless = !seeds_given && !old.pip;
	if (seedless && request->install.upgrade_seeds)
		return create_failed(path,
			text_copy("it has no pip for --upgrade-deps; use --seed pip to install one"),
			ret_why);
	struct create_request merged = *request; /* its lists belong to the request */
	merged.base = request->base ? request->base : &found;
	merge(&merged, &old);
	if (seedless)
		merged.install.seeds = (struct strings){0};
	return create_environment(&merged, path, output, ret_why);
}
