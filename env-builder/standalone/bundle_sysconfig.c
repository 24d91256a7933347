// SPDX-License-Identifier: MIT
// The settings of a copied interpreter that Python's sysconfig reads.
#include "env-builder/standalone/bundle_sysconfig.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "common/env/pyvenv_cfg.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/system/file_at.h"

#define SETTINGS_MAX (1 << 20)

static int extend(const struct bundle *b, const char *name)
{
	const char *dir = bundle_stdlib(b);
	_cleanup_free_ char *from = text_format("%s/%s", b->python->stdlib, name),
			    *path = text_format("%s/%s", dir, name), *data = NULL;
	int r = fs_read(from, SETTINGS_MAX, &data, NULL);
	if (r < 0 || (unlinkat(b->tree, path, 0) < 0 && (r = -errno)))
		return r;
	_cleanup_text_ struct text pairs = {0};
	/* Under a shared prefix other paths may be those of other programs. */
	const char *const parts[] = {b->shared ? dir : "", b->shared ? "include/python" : NULL};
	for (size_t i = 0; i < 2 && parts[i]; i++) {
		_cleanup_free_ char *old = text_format("%s/%s", b->prefix, parts[i]),
				    *new = text_format("/%s", parts[i]);
		_cleanup_free_ char *old_text = pyvenv_cfg_repr(old), *new_text = pyvenv_cfg_repr(new);
		text_add_format(&pairs, "(%s, %s), ", old_text, new_text);
	}
	_cleanup_free_ char *all = text_format(
		"%s\n\n# Added by venvbuild, which copied the interpreter here.\n"
		"def _venvbuild_prefix():\n"
		"    import sys\n"
		"    prefix = getattr(sys, 'base_prefix', sys.prefix)\n"
		"    for key, value in list(build_time_vars.items()):\n"
		"        for old, new in [%s]:\n"
		"            if isinstance(value, str):\n"
		"                value = prefix if value == old[:-1] else value.replace(old, prefix + new)\n"
		"        build_time_vars[key] = value\n\n"
		"_venvbuild_prefix()\n",
		data, pairs.data);
	return file_write(b->tree, path, all, strlen(all), 0666);
}

int bundle_move_sysconfig(struct bundle *b)
{
	_cleanup_closedir_ DIR *stdlib = opendir(b->python->stdlib);
	int r = stdlib ? 0 : -errno;
	for (const struct dirent *entry; stdlib && !r && (entry = fs_next(stdlib, &r));)
		if (text_starts(entry->d_name, "_sysconfigdata") && text_ends(entry->d_name, ".py") &&
			(r = extend(b, entry->d_name)) < 0)
			b->path = text_format("%s/%s", b->python->stdlib, entry->d_name);
	return r;
}
