// SPDX-License-Identifier: MIT
// The present path of a file that an environment names by its former one.
#include "env-builder/repair/moved_path.h"

#include <stdlib.h>
#include <string.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"

char *moved_path(const struct inventory *s, const struct interpreter *python, const char *path)
{
	for (size_t i = 0; i < s->former.count; i++)
		if (path_under(path, s->former.list[i]))
			return text_format("%s%s", s->root, path + strlen(s->former.list[i]));
	const char *old = s->prefix, *new = python ? python->prefix : NULL;
	if (!old || !new || !strcmp(old, new) || strlen(old) < 2 || !path_under(path, old))
		return NULL;
	_cleanup_free_ char *moved = text_format("%s%s", new, path + strlen(old));
	struct stat st;
	return fs_stat(moved, &st) ? take(&moved) : NULL;
}
