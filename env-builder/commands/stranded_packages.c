// SPDX-License-Identifier: MIT
// Packages that an environment's new interpreter does not see.
#include "env-builder/commands/stranded_packages.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"

struct list {
	char **names; /* "six==1.16.0", allocated */
	size_t count;
};

static void list_clear(const struct list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->names[i]);
	free(list->names);
}

/* "six==1.16.0" of "six-1.16.0.dist-info" or "six-1.16.0-py3.9.egg-info", allocated; NULL for what is no
 * package, and for those that a new environment has of its own. */
static char *requirement(const char *entry)
{
	static const char *const endings[] = {".dist-info", ".egg-info"},
				 *const seeds[] = {"pip", "setuptools", "wheel"};
	size_t end = 0;

	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		end = text_ends(entry, endings[i]) ? strlen(endings[i]) : end;
	_cleanup_free_ char *name = text_copy_n(entry, strlen(entry) - end);
	char *dash = strchr(name, '-');
	if (!end || !dash || !text_is_utf8(name, strlen(name)))
		return NULL;
	*dash = '\0';
	for (size_t i = 0; i < sizeof(seeds) / sizeof(*seeds); i++)
		if (!strcmp(name, seeds[i]))
			return NULL;
	return text_format("%s==%.*s", name, (int)strcspn(dash + 1, "-"), dash + 1);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static struct list read_site(const char *site)
{
	_cleanup_closedir_ DIR *dir = opendir(site);
	struct list list = {0};

	for (const struct dirent *entry; dir && (entry = readdir(dir));) {
		char *name = requirement(entry->d_name);
		if (!name)
			continue;
		list.names = need(realloc(list.names, (list.count + 1) * sizeof(*list.names)));
		list.names[list.count++] = name;
	}
	if (list.count)
		qsort(list.names, list.count, sizeof(*list.names), by_name);
	return list;
}

void stranded_tell(const char *site, const struct env *after)
{
	if (after->site && !strcmp(site, after->site))
		return;
	_cleanup_(list_clear) struct list list = read_site(site);
	_cleanup_text_ struct text words = {0};
	_cleanup_free_ char *root = text_quoted(after->root), *where = text_quoted(site);

	for (size_t i = 0; i < list.count; i++) {
		_cleanup_free_ char *quoted = text_quoted(list.names[i]);
		text_add_format(&words, " --install %s", quoted);
	}
	if (list.count)
		warn("%s now has Python %d.%d, which cannot import the %zu package%s in %s; "
		     "to install %s again: venvbuild -p %s%s %s",
			root, after->major, after->minor, list.count, list.count > 1 ? "s" : "", where,
			list.count > 1 ? "them" : "it", root, words.data, root);
}
