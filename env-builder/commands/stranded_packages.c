// SPDX-License-Identifier: MIT
// Packages that an environment's new interpreter cannot import.
#include "env-builder/commands/stranded_packages.h"

#include <stdlib.h>
#include <string.h>

#include "common/core/count.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/strings.h"
#include "common/tool/text.h"

/* "six==1.16.0" of "six-1.16.0.dist-info" or "six-1.16.0-py3.9.egg-info", allocated; NULL for other entries,
 * and for the seeds, which the new environment has. */
static char *requirement(const char *entry)
{
	static const char *const endings[] = {".dist-info", ".egg-info"};
	static const char *const seeds[] = {"pip", "setuptools", "wheel"};
	size_t end = 0;
	for (size_t i = 0; i < COUNT(endings); i++)
		end = text_ends(entry, endings[i]) ? strlen(endings[i]) : end;
	_cleanup_free_ char *name = text_copy_n(entry, strlen(entry) - end);
	char *dash = strchr(name, '-');
	if (!end || !dash || !text_is_utf8(name, strlen(name)))
		return NULL;
	*dash = '\0';
	for (size_t i = 0; i < COUNT(seeds); i++)
		if (!strcmp(name, seeds[i]))
			return NULL;
	return text_format("%s==%.*s", name, (int)strcspn(dash + 1, "-"), dash + 1);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void read_site(const char *site, struct strings *requirements)
{
	_cleanup_closedir_ DIR *dir = opendir(site);
	for (const struct dirent *entry; dir && (entry = readdir(dir));) {
		char *name = requirement(entry->d_name);
		if (name)
			strings_add_take(requirements, name);
	}
	if (requirements->count)
		qsort(requirements->list, requirements->count, sizeof(*requirements->list), by_name);
}

void warn_stranded_packages(const char *site, const struct env *env)
{
	if (env->site && !strcmp(site, env->site))
		return;
	_cleanup_strings_ struct strings requirements = {0};
	_cleanup_text_ struct text options = {0};
	_cleanup_free_ char *root = text_quoted(env->root), *where = text_quoted(site);
	read_site(site, &requirements);
	for (size_t i = 0; i < requirements.count; i++) {
		text_add(&options, " --install ");
		text_add_quoted(&options, requirements.list[i]);
	}
	bool many = requirements.count > 1;
	if (requirements.count)
		warn("%s now has Python %d.%d, which cannot import the %zu package%s in %s; "
		     "to install %s again: venvbuild -p %s%s %s",
			root, env->major, env->minor, requirements.count, many ? "s" : "", where,
			many ? "them" : "it", root, options.data, root);
}
