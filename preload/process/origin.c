// SPDX-License-Identifier: MIT
// The path by which a Python will look for its environment.
#include "preload/process/origin.h"

#include <stddef.h>
#include <string.h>

#include "common/core/envp.h"
#include "common/core/path.h"
#include "common/core/search.h"
#include "preload/base/files.h"
#include "preload/base/sys.h"

/* The first executable file of that name in PATH, written to out. */
static const char *search(const char *name, char *const *envp, char *out)
{
	const char *path = envp_get(envp, "PATH"), *file;

	if (!path || search_room(path, name) > PATH_MAX)
		return NULL;
	while ((file = search_next(&path, name, out)))
		if (!files_executable(file))
			return file;
	return NULL;
}

const char *origin_find(const char *name, bool by_path, char *const *envp, char out[PATH_MAX])
{
	char relative[PATH_MAX];

	if (by_path && !path_dir_len(name))
		name = search(name, envp, relative);
	if (!name)
		return NULL;
	size_t length = strlen(name) + 1, n = 0;
	if (name[0] != '/') {
		long start = sys_getcwd(out, PATH_MAX);
		if (start <= 0 || out[0] != '/')
			return NULL;
		n = (size_t)start;
		out[n++] = '/';
	} else if (name != relative) {
		return name;
	}
	if (n + length > PATH_MAX)
		return NULL;
	memcpy(out + n, name, length);
	return out;
}
