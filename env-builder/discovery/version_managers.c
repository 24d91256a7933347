// SPDX-License-Identifier: MIT
// The directories in which pyenv, uv, asdf and mise install Pythons.
#include "env-builder/discovery/version_managers.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"

/* The directory is $own/below; where own is not set, $base/from_base/below, else ~/from_home/below. */
static const struct manager {
	const char *own, *base, *from_base, *from_home, *below;
} managers[] = {
	{"PYENV_ROOT", NULL, NULL, ".pyenv", "/versions"},
	{"UV_PYTHON_INSTALL_DIR", "XDG_DATA_HOME", "uv/python", ".local/share/uv/python", ""},
	{"ASDF_DATA_DIR", NULL, NULL, ".asdf", "/installs/python"},
	{"MISE_DATA_DIR", "XDG_DATA_HOME", "mise", ".local/share/mise", "/installs/python"},
};

/* The value of a variable if it is an absolute path, else NULL. */
static const char *directory(const char *variable)
{
	const char *value = variable ? getenv(variable) : NULL;
	return value && *value == '/' ? value : NULL;
}

static char *root(const struct manager *m)
{
	const char *own = directory(m->own), *base = directory(m->base), *home = directory("HOME");
	if (own)
		return text_format("%s%s", own, m->below);
	if (base)
		return text_format("%s/%s%s", base, m->from_base, m->below);
	return home ? text_format("%s/%s%s", home, m->from_home, m->below) : NULL;
}

void version_managers_list(void (*visit)(void *ctx, const char *dir), void *ctx)
{
	for (size_t i = 0; i < COUNT(managers); i++) {
		_cleanup_free_ char *versions = root(&managers[i]);
		struct dirent **entries;
		int count = versions ? scandir(versions, &entries, NULL, versionsort) : -1;
		if (count < 0) {
			if (versions)
				fs_die_on_io_error(versions);
			continue;
		}
		/* From the end: 3.11.9 before 3.11.7. */
		while (count--) {
			if (entries[count]->d_name[0] != '.') {
				_cleanup_free_ char *dir = text_format("%s/%s", versions,
					entries[count]->d_name);
				visit(ctx, dir);
			}
			free(entries[count]);
		}
		free(entries);
	}
}

bool version_managers_own(const char *path)
{
	bool own = false;
	for (size_t i = 0; i < COUNT(managers); i++) {
		_cleanup_free_ char *versions = root(&managers[i]);
		own |= versions && path_under(path, versions);
	}
	return own;
}

char *version_managers_pyenv(const char *name)
{
	_cleanup_free_ char *versions = root(&managers[0]),
			    *dir = versions ? text_format("%s/%s", versions, name) : NULL;
	return dir && *name && *name != '.' && !strchr(name, '/') && fs_is_dir(dir) ? take(&dir) : NULL;
}
