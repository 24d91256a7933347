// SPDX-License-Identifier: MIT
// Which Python an environment's lib is for.
#include "common/env/lib_python.h"

#include <errno.h>

#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"

/* The versions of one rank, directories or links. */
struct found {
	struct interp version;
	int count; /* of different versions */
};

int lib_python_version(const char *root, struct interp only, struct interp *ret)
{
	_cleanup_free_ char *lib = text_format("%s/lib", root);
	_cleanup_closedir_ DIR *dir = opendir(lib);
	struct found dirs = {.count = 0}, links = {.count = 0};
	int r = dir ? 0 : -errno;

	for (const struct dirent *entry; dir && (entry = fs_next(dir, &r));) {
		struct interp name;
		if (!interp_parse(entry->d_name, &name) || name.minor < 0)
			continue;
		if (only.minor >= 0 && (name.major != only.major || name.minor != only.minor))
			continue;
		struct found *found = entry->d_type == DT_LNK ? &links : &dirs;
		found->count += !found->count || name.major != found->version.major ||
			name.minor != found->version.minor;
		found->version = name;
	}
	const struct found *found = dirs.count ? &dirs : &links;
	if (r < 0 || found->count != 1)
		return r < 0 ? r : 0;
	*ret = found->version;
	return 1;
}
