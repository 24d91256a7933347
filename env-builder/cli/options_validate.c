// SPDX-License-Identifier: MIT
// Which options of venvbuild do not go together, or lack another.
#include "env-builder/cli/options_validate.h"

#include <stdbool.h>
#include <string.h>

#include "common/tool/text.h"

char *options_validate(const struct options *o)
{
	if (o->help || o->version || o->list_pythons)
		return NULL;
	if (o->clear_cache && o->no_cache)
		return text_copy("--clear-cache and --no-cache exclude each other");
	if (!o->envs[0] && o->clear_cache)
		return NULL;
	if (!o->envs[0])
		return text_copy("which environment? Usage: venvbuild [OPTION...] ENV [ENV...]");
	for (size_t i = 0; o->envs[i]; i++)
		if (!*o->envs[i])
			return text_copy("an environment needs a name; this one is empty");
	if (o->clear && o->allow_existing)
		return text_copy("--clear and --allow-existing exclude each other");
	if (o->no_cache && (o->means == FILE_SYMLINK || o->cache_dir))
		return text_copy("--no-cache excludes --link-mode=symlink and --cache-dir");
	if (o->standalone && (o->copies || o->system_site || o->means == FILE_SYMLINK))
		return text_copy(
			"--standalone excludes --copies, as all is copied, and "
			"--system-site-packages and --link-mode=symlink, "
			"which need what is elsewhere");
	if (o->clear && o->upgrade)
		return text_copy("--clear and --upgrade exclude each other");
	bool installs = o->requirements || o->packages || o->editables;
	if (o->repair &&
		(installs || o->lock || o->upgrade || o->upgrade_deps || o->clear || o->allow_existing ||
			o->seeds || o->system_site || o->prompt || o->copies || o->symlinks || o->variables))
		return text_copy(
			"--repair changes nothing but what is broken: of the options that say how "
			"an environment is made, "
			"only --python goes with it");
	if (o->lock && o->envs[1])
		return text_copy("--lock writes one file, for one environment");
	if (o->lock && !strcmp(o->lock, "-") && o->json)
		return text_copy("--lock - and --json both print");
	if (o->lock && !installs &&
		(o->clear || o->upgrade || o->upgrade_deps || o->allow_existing || o->python))
		return text_copy(
			"--lock without -r, --install and -e changes nothing in the environment "
			"that is there");
	if (!o->lock && !installs && !o->upgrade_deps &&
		(o->find_links || o->no_index || o->index || o->indexes || o->require_hashes || o->uv))
		return text_copy(
			"--find-links, --index-url, --no-index, --require-hashes and --installer "
			"say how to install; what? "
			"-r FILE, --install REQUIREMENT, -e DIR");
	if (o->upgrade_deps && o->seeds && !*o->seeds)
		return text_copy("--without-pip leaves nothing for --upgrade-deps to upgrade");
	return NULL;
}
