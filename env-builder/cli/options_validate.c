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
		return text_copy("no environment; usage: venvbuild [OPTION...] ENV [ENV...]");
	for (size_t i = 0; o->envs[i]; i++)
		if (!*o->envs[i])
			return text_copy("the name of an environment is empty");
	if (o->clear && o->allow_existing)
		return text_copy("--clear and --allow-existing exclude each other");
	if (o->no_cache && (o->means == FILE_SYMLINK || o->cache_dir))
		return text_copy("--no-cache excludes --link-mode=symlink and --cache-dir");
	if (o->standalone && (o->copies || o->system_site || o->means == FILE_SYMLINK))
		return text_copy(
			"--standalone excludes --copies, --system-site-packages and --link-mode=symlink: "
			"it copies the base interpreter and uses nothing outside");
	if (o->clear && o->upgrade)
		return text_copy("--clear and --upgrade exclude each other");
	bool installs = o->requirements || o->packages || o->editables;
	if (o->repair &&
		(installs || o->lock || o->upgrade || o->upgrade_deps || o->clear || o->allow_existing ||
			o->seeds || o->system_site || o->prompt || o->copies || o->symlinks || o->variables))
		return text_copy(
			"--repair excludes all other options that change an environment, except --python");
	if (o->lock && o->envs[1])
		return text_copy("--lock writes one file: it needs exactly one environment");
	if (o->lock && !strcmp(o->lock, "-") && o->json)
		return text_copy("--lock - and --json exclude each other: both write to standard output");
	if (o->lock && !installs &&
		(o->clear || o->upgrade || o->upgrade_deps || o->allow_existing || o->python))
		return text_copy(
			"--lock without -r, --install or -e does not change the environment: it excludes "
			"--python, --clear, --upgrade, --upgrade-deps and --allow-existing");
	if (!o->lock && !installs && !o->upgrade_deps &&
		(o->find_links || o->no_index || o->index || o->indexes || o->require_hashes || o->uv))
		return text_copy(
			"--find-links, --index-url, --extra-index-url, --no-index, --require-hashes and "
			"--installer need something to install: -r, --install or -e");
	if (o->upgrade_deps && o->seeds && !*o->seeds)
		return text_copy("--upgrade-deps needs a package: --without-pip excludes it");
	return NULL;
}
