// SPDX-License-Identifier: MIT
// Which wheel of pip and its like seeds an environment, of those that are on the machine.
#include "env-builder/wheel/find_wheel.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "common/env/distributions.h"

/* "pip-24.2-py3-none-any.whl" for pip and Python 3? Only wheels for every platform are looked for. */
static bool suits(const char *file, const char *seed, int major)
{
	const char *rest = text_ends(file, "-none-any.whl") ? distributions_after_name(file, seed) : NULL;
	if (rest && !strchr(seed, '='))
		rest = isdigit((unsigned char)*rest) ? strchr(rest, '-') : NULL;
	return rest && *rest == '-' && strstr(rest, major == 2 ? "py2" : "py3");
}

/* NULL where there is none, or where the directory cannot be read: then with *ret_error. */
static char *newest_in(const char *dir, const char *seed, int major, int *ret_error)
{
	_cleanup_closedir_ DIR *d = opendir(dir);
	_cleanup_free_ char *best = NULL;
	int r = d || errno == ENOENT || errno == ENOTDIR ? 0 : -errno;
	for (const struct dirent *entry; d && (entry = fs_next(d, &r));) {
		if (!suits(entry->d_name, seed, major) || (best && strverscmp(entry->d_name, best) <= 0))
			continue;
		free(best);
		best = text_copy(entry->d_name);
	}
	size_t n = strlen(dir);
	*ret_error = r;
	return best && !r ? text_format("%s%s%s", dir, n && dir[n - 1] == '/' ? "" : "/", best) : NULL;
}

/* The newest in the directories that were given; a directory that cannot be read is no answer. */
static char *given(const char *const *dirs, const char *seed, int major, char **ret_why)
{
	_cleanup_free_ char *best = NULL;
	for (; dirs && *dirs; dirs++) {
		int r = fs_is_dir(*dirs) ? 0 : -ENOTDIR;
		char *wheel = r ? NULL : newest_in(*dirs, seed, major, &r);
		if (r < 0) {
			_cleanup_free_ char *quoted = text_quoted(*dirs);
			*ret_why = text_format("cannot look for wheels in %s: %s", quoted, strerror(-r));
			free(wheel);
			return NULL;
		}
		if (wheel && (!best || strverscmp(path_base(wheel), path_base(best)) > 0)) {
			free(best);
			best = wheel;
		} else {
			free(wheel);
		}
	}
	return best ? fs_absolute(best) : NULL;
}

/* What Debian and Ubuntu call the package with that wheel. */
static const char *package_of(const struct interpreter *p, const char *seed)
{
	static const char *const packages[][2] = {{"setuptools", "python3-setuptools-whl"},
		{"wheel", "python3-wheel-whl"}};
	for (size_t i = 0; i < sizeof(packages) / sizeof(*packages); i++)
		if (!strcmp(seed, packages[i][0]))
			return packages[i][1];
	return !strcmp(p->implementation, "PyPy") ? "pypy3-venv" : "python3-venv";
}

char *find_wheel(const struct interpreter *p, const char *seed, const char *const *extra,
	const char *otherwise, char **ret_why)
{
	*ret_why = NULL;
	char *best = given(extra, seed, p->number[0], ret_why);
	if (best || *ret_why)
		return best;
	_cleanup_free_ char *bundled = text_format("%s/ensurepip/_bundled", p->stdlib);
	/* A distribution's directory holds wheels for the distribution's own interpreters. */
	const char *dirs[] = {bundled, *p->wheels ? p->wheels : NULL,
		!strcmp(p->prefix, "/usr") ? "/usr/share/python-wheels" : NULL};
	for (size_t i = 0; i < sizeof(dirs) / sizeof(*dirs); i++) {
		int r = 0;
		char *wheel = dirs[i] ? newest_in(dirs[i], seed, p->number[0], &r) : NULL;
		if (r < 0)
			*ret_why = text_format("cannot read %s, where wheels of %s may be: %s", dirs[i], seed,
				strerror(-r));
		if (wheel || r < 0)
			return wheel;
	}
	_cleanup_free_ char *label = interpreter_label(p), *home = text_quoted(p->home);
	if (strchr(seed, '=') || extra) {
		*ret_why = text_format(
			"there is no wheel of %s for %s in %s, nor does %s bring one along; nothing is "
			"downloaded: name a "
			"directory that has it by --extra-search-dir, or install it by --install",
			seed, label,
			extra ? "the directories that were named" : "any directory that was named", home);
		return NULL;
	}
	const char *package = strcmp(p->prefix, "/usr") != 0 || interpreter_is_python2(p)
		? NULL
		: package_of(p, seed);
	_cleanup_free_ char *advice = package
		? text_format(" (on Debian and Ubuntu: apt install %s)", package)
		: text_copy("");
	*ret_why = text_format(
		"%s in %s brings no wheel of %s along%s; to name a directory that has one: "
		"--extra-search-dir; to do without: %s",
		label, home, seed, advice, otherwise);
	return NULL;
}
