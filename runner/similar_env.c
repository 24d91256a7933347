// SPDX-License-Identifier: MIT
// An environment whose name is similar to a wrong one.
#include "runner/similar_env.h"

#include <dirent.h>
#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/spell.h"
#include "common/tool/text.h"
#include "common/env/env.h"

char *similar_env(const char *name, const char *const *dirs, size_t count)
{
	_cleanup_free_ char *best = NULL;
	size_t len = strlen(name);
	size_t bound = spell_bound(len);

	if (len > SPELL_LONGEST)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		_cleanup_closedir_ DIR *dir = dirs[i] ? opendir(dirs[i]) : NULL;
		struct dirent *entry;
		while (dir && (entry = readdir(dir))) {
			const char *other = entry->d_name;
			if (!strcmp(other, ".") || !strcmp(other, "..") || strlen(other) > SPELL_LONGEST)
				continue;
			size_t d = spell_distance(name, other);
			if (d > bound || (best && d == bound))
				continue;
			char *path = strcmp(dirs[i], ".") != 0 ? text_format("%s/%s", dirs[i], other)
							       : text_copy(other);
			if (!env_might_be(path)) {
				free(path);
				continue;
			}
			free(best);
			best = path;
			bound = d;
		}
	}
	return take(&best);
}
