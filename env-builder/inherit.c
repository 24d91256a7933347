// SPDX-License-Identifier: MIT
// What an environment was made to be: what --upgrade keeps where nothing else is asked for.
#include "env-builder/inherit.h"

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
#include "env-builder/cfg.h"
#include "env-builder/choose.h"
#include "env-builder/file.h"

/* By the directory that its packages are in: one of another implementation or build could not use them. */
static char *find_spec(const char *path, const char *version, bool *ret_pip)
{
	static const struct {
		const char *lib, *threads, *spec;
	} forms[] = {{"pypy", "", "pypy"}, {"python", "", "cpython"}, {"python", "t", "cpython"}};
	size_t major = strspn(version, "0123456789"), minor = version[major] == '.' ? strspn(version + major + 1, "0123456789") : 0;
	if (!major || !minor)
		return NULL;
	_cleanup_free_ char *number = text_copy_n(version, major + 1 + minor);
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		_cleanup_free_ char *lib = text_format("%s/lib/%s%s%s", path, forms[i].lib, number, forms[i].threads);
		_cleanup_free_ char *site = text_format("%s/site-packages", lib);
		*ret_pip = choose_present(site, "pip");
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
	for (const struct dirent *entry; dir && (entry = file_next(dir, &r));) {
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

char *inherit_spec(const char *path, const char *version)
{
	bool pip;
	_cleanup_free_ char *by_lib = version ? NULL : version_of_lib(path);
	return version || by_lib ? find_spec(path, version ? version : by_lib, &pip) : NULL;
}

int inherit_read(const char *path, struct inherited *ret, char **ret_why)
{
	_cleanup_free_ char *file = text_format("%s/pyvenv.cfg", path), *quoted = text_quoted(file);
	char *text = NULL;
	size_t len = 0;
	int r = fs_read(file, CFG_MAX, &text, &len);
	if (r < 0) {
		*ret_why = text_format("cannot read %s: %s", quoted, fs_why(r));
		return -1;
	}
	_cleanup_(cfg_clear) struct cfg cfg = {0};
	const char *wrong = cfg_parse(text, len, &cfg);
	if (wrong) {
		*ret_why = text_format("%s is damaged: %s", quoted, wrong);
		return -1;
	}
	const char *version = cfg_get(&cfg, "version"), *prompt = cfg_get(&cfg, "prompt");
	const char *system = cfg_get(&cfg, "include-system-site-packages"), *moves = cfg_get(&cfg, "relocatable");
	if (!version)
		version = cfg_get(&cfg, "version_info");
	_cleanup_free_ char *python = text_format("%s/bin/python", path);
	struct stat st;
	bool pip = false, there = !lstat(python, &st);
	if (!there)
		fs_must_tell(python);
	*ret = (struct inherited){.spec = version ? find_spec(path, version, &pip) : NULL,
		.prompt = prompt ? cfg_unquote(prompt) : NULL,
		.system_site = !system || strcasecmp(system, "false") != 0,
		.relocatable = moves && !strcasecmp(moves, "true"),
		.standalone = cfg_get(&cfg, "standalone") != NULL,
		.copies = there && S_ISREG(st.st_mode)};
	ret->pip = pip;
	return 0;
}

void inherit_clear(struct inherited *inherited)
{
	free(inherited->spec);
	free(inherited->prompt);
	*inherited = (struct inherited){0};
}
