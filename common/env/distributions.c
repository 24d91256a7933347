// SPDX-License-Identifier: MIT
// The distributions that are installed in a site-packages directory.
#include "common/env/distributions.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"

#define SUFFIX ".dist-info"
#define METADATA_MAX (4 << 20) /* bytes */

/* The value of the header "key: value", allocated; NULL where there is none. An empty line ends the
 * headers. */
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
	struct distribution ret = {0};

	if (!fs_read(path, METADATA_MAX, &text, NULL)) {
		ret.name = header(text, "Name");
		ret.version = header(text, "Version");
	}
	/* "name-version.dist-info": neither part contains a '-'. */
	_cleanup_free_ char *stem = text_copy_n(name, strlen(name) - strlen(SUFFIX));
	char *dash = strrchr(stem, '-');
	if (!ret.version)
		ret.version = text_copy(dash ? dash + 1 : "");
	if (dash)
		*dash = '\0';
	if (!ret.name)
		ret.name = text_copy(stem);
	return ret;
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

void distributions_clear(struct distributions *distributions)
{
	for (size_t i = 0; i < distributions->count; i++) {
		free(distributions->list[i].name);
		free(distributions->list[i].version);
	}
	free(distributions->list);
	*distributions = (struct distributions){0};
}

const char *distributions_after_name(const char *file, const char *distribution)
{
	size_t n = strcspn(distribution, "=");
	const char *version = distribution[n] ? distribution + n + 2 : "", *rest = file + n + 1;
	if (strncasecmp(file, distribution, n) != 0 || file[n] != '-' || !text_starts(rest, version))
		return NULL;
	return rest + strlen(version);
}

bool distributions_has(const char *site, const char *distribution)
{
	_cleanup_closedir_ DIR *dir = opendir(site);
	int r = dir ? 0 : -errno;
	for (const struct dirent *entry; dir && (entry = fs_next(dir, &r));) {
		const char *rest = distributions_after_name(entry->d_name, distribution);
		const char *info = rest ? strrchr(rest, '.') : NULL;
		if (info && (!strcmp(info, SUFFIX) || !strcmp(info, ".egg-info")) &&
			(rest == info || *rest == '-' || !strchr(distribution, '=')))
			return true;
	}
	errno = -r;
	fs_die_on_io_error(site);
	return false;
}
