// SPDX-License-Identifier: MIT
// What an environment was made to be: what --upgrade keeps where nothing else is asked for.
#include "common/env/env_settings.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "common/core/interp.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "common/env/pyvenv_cfg.h"
#include "env-builder/wheel/find_wheel.h"

/* By the directory that its packages are in: one of another implementation or build could not use them. */
static char *find_spec(const char *path, const char *version, bool *ret_pip)
{
	static const struct {
		const char *lib, *threads, *spec;
	} forms[] = {{"pypy", "", "pypy"}, {"python", "", "cpython"}, {"python", "t", "cpython"}};
	size_t major = strspn(version, "0123456789"),
	       minor = version[major] == '.' ? strspn(version + major + 1, "0123456789") : 0;
	if (!major || !minor)
		return NULL;
	_cleanup_free_ char *number = text_copy_n(version, major + 1 + minor);
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		_cleanup_free_ char *lib = text_format("%s/lib/%s%s%s", path, forms[i].lib, number,
			forms[i].threads);
		_cleanup_free_ char *site = text_format("%s/site-packages", lib);
		*ret_pip = find_wheel_installed(site, "pip");
		struct stat st;
		if (fs_look(lib, &st) && S_ISDIR(st.st_mode))
			return text_format("%s%s%s", forms[i].spec, number, forms[i].threads);
	}
	return text_format("cpython%s", number);
}

/* The X.Y of the one Python that has a directory in lib, allocated. */
static char *version_of_lib(const char *path)
{
	_cleanup_free_ char *lib = text_format("%s/lib", path);
	_cleanup_closedir_ DIR *dir = opendir(lib);
	struct interp found = {0, -1}, name;
	int r = dir ? 0 : -errno;
	for (const struct dirent *entry; dir && (entry = fs_next(dir, &r));) {
		/* conda has a python3.1 that leads to python3.11. */
		if (entry->d_type == DT_LNK || !interp_parse(entry->d_name, &name) || name.minor < 0)
			continue;
		if (found.major && (found.major != name.major || found.minor != name.minor))
			return NULL;
		found = name;
	}
	errno = -r;
	fs_must_tell(lib);
	return found.major ? text_format("%d.%d", found.major, found.minor) : NULL;
}

char *env_settings_python(const char *path, const char *version)
{
	bool pip;
	_cleanup_free_ char *by_lib = version ? NULL : version_of_lib(path);
	return version || by_lib ? find_spec(path, version ? version : by_lib, &pip) : NULL;
}

int env_settings_read(const char *path, struct env_settings *ret, char **ret_why)
{
	_cleanup_free_ char *file = text_format("%s/pyvenv.cfg", path), *quoted = text_quoted(file);
	char *text = NULL;
	size_t len = 0;
	int r = fs_read(file, PYVENV_CFG_MAX, &text, &len);
	if (r < 0) {
		*ret_why = text_format("cannot read %s: %s", quoted, fs_why(r));
		return -1;
	}
	_cleanup_(pyvenv_cfg_clear) struct pyvenv_cfg cfg = {0};
	const char *wrong = pyvenv_cfg_parse(text, len, &cfg);
	if (wrong) {
		*ret_why = text_format("%s is damaged: %s", quoted, wrong);
		return -1;
	}
	const char *version = pyvenv_cfg_get(&cfg, "version"), *prompt = pyvenv_cfg_get(&cfg, "prompt");
	const char *system = pyvenv_cfg_get(&cfg, "include-system-site-packages"),
		   *moves = pyvenv_cfg_get(&cfg, "relocatable");
	if (!version)
		version = pyvenv_cfg_get(&cfg, "version_info");
	_cleanup_free_ char *python = text_format("%s/bin/python", path);
	struct stat st;
	bool pip = false, there = !lstat(python, &st);
	if (!there)
		fs_must_tell(python);
	*ret = (struct env_settings){.spec = version ? find_spec(path, version, &pip) : NULL,
		.prompt = prompt ? pyvenv_cfg_unquote(prompt) : NULL,
		.system_site = !system || strcasecmp(system, "false") != 0,
		.relocatable = moves && !strcasecmp(moves, "true"),
		.standalone = pyvenv_cfg_get(&cfg, "standalone") != NULL,
		.copies = there && S_ISREG(st.st_mode)};
	ret->pip = pip;
	return 0;
}

void env_settings_clear(struct env_settings *env_settings)
{
	free(env_settings->spec);
	free(env_settings->prompt);
	*env_settings = (struct env_settings){0};
}
