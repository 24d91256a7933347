// SPDX-License-Identifier: MIT
// The candidates of a search in PATH.
#include "common/core/search.h"

#include <limits.h>
#include <string.h>

#include "common/core/str.h"

size_t search_room(const char *path, const char *name)
{
	size_t longest = 0;

	for (;; path++) {
		size_t n = str_until(path, ':');
		if (n > longest && n < PATH_MAX)
			longest = n;
		path += n;
		if (!*path)
			break;
	}
	return longest + 1 + strlen(name) + 1;
}

const char *search_next(const char **path, const char *name, char *buf)
{
	while (*path) {
		const char *dir = *path;
		size_t n = str_until(dir, ':');
		*path = dir[n] ? dir + n + 1 : NULL;
		if (n >= PATH_MAX)
			continue;
		memcpy(buf, dir, n);
		if (n)
			buf[n++] = '/';
		memcpy(buf + n, name, strlen(name) + 1);
		return buf;
	}
	return NULL;
}
