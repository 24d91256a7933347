// SPDX-License-Identifier: MIT
// Which options of venvbuild exclude each other, or need another one.
#include "env-builder/cli/options_validate.h"

#include <string.h>

#include "common/core/count.h"

/* The first reason why these options, with at least one ENV, do not fit together; NULL: they do. */
static const char *conflict(const struct options *o)
{
	const struct create_request *create = &o->create;
	const struct install_request *install = &create->install;
	bool installs = install->sources.count || install->packages.count || install->editables.count;
	bool tunes = install->links.count || install->no_index || install->index || install->indexes.count ||
		install->require_hashes || install->uv;
	bool changes = create->clear || o->upgrade || install->upgrade_seeds || create->allow_existing;
	bool describes = o->seeds_given || create->system_site || create->prompt || create->copies ||
		o->symlinks || create->variables.count;
	bool symlinks = create->means == FILE_SYMLINK;
	const struct {
		bool wrong;
		const char *why;
	} rules[] = {
		{strings_has(&o->envs, ""), "the name of an environment is empty"},
		{create->clear && create->allow_existing, "--clear and --allow-existing exclude each other"},
		{o->no_cache && (symlinks || o->cache_dir),
			"--no-cache excludes --link-mode=symlink and --cache-dir"},
		{create->standalone && (create->copies || create->system_site || symlinks),
			"--standalone excludes --copies, --system-site-packages and --link-mode=symlink: "
			"it copies the base interpreter and uses nothing outside"},
		{create->clear && o->upgrade, "--clear and --upgrade exclude each other"},
		{o->repair && (installs || install->lock || changes || describes),
			"--repair excludes all other options that change an environment, except --python"},
		{install->lock && o->envs.count > 1,
			"--lock writes one file: it needs exactly one environment"},
		{install->lock && !strcmp(install->lock, "-") && o->output.json,
			"--lock - and --json exclude each other: both write to standard output"},
		{install->lock && !installs && (changes || o->pythons.count),
			"--lock without -r, --install or -e does not change the environment: it excludes "
			"--python, --clear, --upgrade, --upgrade-deps and --allow-existing"},
		{!install->lock && !installs && !install->upgrade_seeds && tunes,
			"--find-links, --index-url, --extra-index-url, --no-index, --require-hashes and "
			"--installer need something to install: -r, --install or -e"},
		{install->upgrade_seeds && !install->seeds.count,
			"--upgrade-deps needs a package: --without-pip excludes it"},
	};
	for (size_t i = 0; i < COUNT(rules); i++)
		if (rules[i].wrong)
			return rules[i].why;
	return NULL;
}

const char *options_validate(const struct options *o)
{
	if (o->help || o->version || o->list_pythons)
		return NULL;
	if (o->clear_cache && o->no_cache)
		return "--clear-cache and --no-cache exclude each other";
	if (!o->envs.count)
		return o->clear_cache ? NULL : "no environment; usage: venvbuild [OPTION...] ENV [ENV...]";
	return conflict(o);
}
