// SPDX-License-Identifier: MIT
// The options that an environment was made with.
#include "common/env/env_settings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/core/count.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "common/env/distributions.h"
#include "common/env/lib_python.h"
#include "common/env/pyvenv_cfg.h"

/* The implementation and the build by the name of the directory below lib: another Python could not use the
 * packages in it. */
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
	for (size_t i = 0; i < COUNT(forms); i++) {
		_cleanup_free_ char *lib = text_format("%s/lib/%s%s%s", path, forms[i].lib, number,
			forms[i].threads);
		_cleanup_free_ char *site = text_format("%s/site-packages", lib);
		*ret_pip = distributions_has(site, "pip");
		struct stat st;
		if (fs_stat(lib, &st) && S_ISDIR(st.st_mode))
			return text_format("%s%s%s", forms[i].spec, number, forms[i].threads);
	}
	return text_format("cpython%s", number);
}

/* X.Y by the names in lib, allocated; or NULL. */
static char *version_of_lib(const char *path)
{
	_cleanup_free_ char *lib = text_format("%s/lib", path);
	struct interp found;
	int r = lib_python_version(path, (struct interp){0, -1}, &found);

	errno = r < 0 ? -r : 0;
	fs_die_on_io_error(lib);
	return r > 0 ? text_format("%d.%d", found.major, found.minor) : NULL;
}

char *env_settings_python(const char *path, const char *version)
{
	bool pip;
	_cleanup_free_ char *by_lib = version ? NULL : version_of_lib(path);
	return version || by_lib ? find_spec(path, version ? version : by_lib, &pip) : NULL;
}

int env_settings_read(const char *path, struct env_settings *ret, char **ret_why)
{
	_cleanup_free_ char *file = text_format("%s/pyvenv.cfg", path);
	_cleanup_(pyvenv_cfg_clear) struct pyvenv_cfg cfg = {0};
	const char *wrong;
	int r = pyvenv_cfg_read(file, &cfg, &wrong);
	if (r) {
		_cleanup_free_ char *quoted = text_quoted(file);
		*ret_why = text_format(r < 0 ? "cannot read %s: %s" : "%s is damaged: %s", quoted, wrong);
		return -1;
	}
	const char *version = pyvenv_cfg_version(&cfg), *prompt = pyvenv_cfg_get(&cfg, "prompt");
	_cleanup_free_ char *python = text_format("%s/bin/python", path);
	struct stat st;
	bool pip = false, exists = !lstat(python, &st);
	if (!exists)
		fs_die_on_io_error(python);
	*ret = (struct env_settings){
		.spec = version ? find_spec(path, version, &pip) : NULL,
		.prompt = prompt ? pyvenv_cfg_unquote(prompt) : NULL,
		.system_site = pyvenv_cfg_system_site(&cfg),
		.copies = exists && S_ISREG(st.st_mode),
		.relocatable = pyvenv_cfg_is_true(&cfg, "relocatable"),
		.standalone = pyvenv_cfg_get(&cfg, "standalone") != NULL,
	};
	ret->pip = pip;
	return 0;
}

void env_settings_clear(struct env_settings *settings)
{
	free(settings->spec);
	free(settings->prompt);
	*settings = (struct env_settings){0};
}
