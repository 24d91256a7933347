// SPDX-License-Identifier: MIT
// Paths as text.
#include "common/core/path.h"

#include <string.h>

#include "common/core/str.h"

const char *path_base(const char *path)
{
	return path + path_dir_len(path);
}

size_t path_dir_len(const char *path)
{
	size_t len = 0;
	for (size_t i = 0; path[i]; i++)
		if (path[i] == '/')
			len = i + 1;
	return len;
}

bool path_under(const char *path, const char *dir)
{
	size_t n = strlen(dir);
	return strlen(path) >= n && !memcmp(path, dir, n) && (!path[n] || path[n] == '/');
}

size_t path_clean(char *out, const char *path)
{
	size_t len = 0;

	if (path[0] != '/') {
		out[0] = '\0';
		return 0;
	}
	while (*path) {
		size_t n = str_until(path, '/');
		if (n == 2 && path[0] == '.' && path[1] == '.') {
			while (len && out[--len] != '/')
				;
		} else if (n && !(n == 1 && path[0] == '.')) {
			/* out never overtakes path: there was a slash before each component. */
			out[len++] = '/';
			memmove(out + len, path, n);
			len += n;
		}
		path += n + (path[n] == '/');
	}
	if (!len)
		out[len++] = '/';
	out[len] = '\0';
	return len;
}
