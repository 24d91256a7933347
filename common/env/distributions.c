// SPDX-License-Identifier: MIT
// The distributions that are installed in a site-packages directory.
#include "common/env/distributions.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"

#define SUFFIX ".dist-info"
#define METADATA_MAX (4 << 20)

/* The value of "Key: value" among the headers, which an empty line ends; allocated, NULL if there
 * is none. */
static char *header(const char *text, const char *key)
{
	size_t n = strlen(key);
	for (const char *line = text; *line && *line != '\n' && *line != '\r';) {
		size_t len = strcspn(line, "\n");
		if (!strncasecmp(line, key, n) && line[n] == ':') {
			const char *value = line + n + 1 + strspn(line + n + 1, " \t");
			return text_copy_n(value, strcspn(value, "\r\n"));
		}
		line += len + (line[len] == '\n');
	}
	return NULL;
}

static struct distribution read_one(const char *site, const char *name)
{
	_cleanup_free_ char *path = text_format("%s/%s/METADATA", site, name), *text = NULL;
	struct distribution package = {0};

	if (!fs_read(path, METADATA_MAX, &text, NULL)) {
		package.name = header(text, "Name");
		package.version = header(text, "Version");
	}
	/* "name-version.dist-info": neither part has a '-' of its own. */
	_cleanup_free_ char *stem = text_copy_n(name, strlen(name) - strlen(SUFFIX));
	char *dash = strrchr(stem, '-');
	if (!package.version)
		package.version = text_copy(dash ? dash + 1 : "");
	if (dash)
		*dash = '\0';
	if (!package.name)
		package.name = text_copy(stem);
	return package;
}

static int by_name(const void *a, const void *b)
{
	const struct distribution *x = a, *y = b;
	int r = strcasecmp(x->name, y->name);
	return r ? r : strcmp(x->name, y->name);
}

struct distributions distributions_read(const char *site)
{
	_cleanup_closedir_ DIR *dir = site ? opendir(site) : NULL;
	struct distributions p = {0};
	size_t room = 0;
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.' || !text_ends(entry->d_name, SUFFIX))
			continue;
		if (p.count == room) {
			room = room * 2 + 16;
			p.list = need(realloc(p.list, room * sizeof(*p.list)));
		}
		p.list[p.count++] = read_one(site, entry->d_name);
	}
	if (p.count)
		qsort(p.list, p.count, sizeof(*p.list), by_name);
	return p;
}

void distributions_clear(struct distributions *p)
{
	for (size_t i = 0; i < p->count; i++) {
		free(p->list[i].name);
		free(p->list[i].version);
	}
	free(p->list);
	*p = (struct distributions){0};
}
