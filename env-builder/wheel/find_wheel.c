// SPDX-License-Identifier: MIT
// Finds the wheel of a seed (pip, setuptools, wheel) on this machine.
#include "env-builder/wheel/find_wheel.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "common/env/distributions.h"

/* Is file a wheel of seed for this major version and every platform, as "pip-24.2-py3-none-any.whl"? */
static bool suits(const char *file, const char *seed, int major)
{
	const char *rest = text_ends(file, "-none-any.whl") ? distributions_after_name(file, seed) : NULL;
	if (rest && !strchr(seed, '='))
		rest = isdigit((unsigned char)*rest) ? strchr(rest, '-') : NULL;
	return rest && *rest == '-' && strstr(rest, major == 2 ? "py2" : "py3");
}

/* The newest wheel of seed in dir, allocated. NULL with *ret_error: 0 if there is none, or a negative errno.
 */
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

/* The newest wheel of seed in dirs, allocated. NULL if there is none; with *ret_why if a directory cannot be
 * read. */
static char *newest_of(const char *const *dirs, const char *seed, int major, char **ret_why)
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

/* The package of Debian and Ubuntu that has the wheel. */
static const char *package_of(const struct interpreter *p, const char *seed)
{
	static const char *const packages[][2] = {{"setuptools", "python3-setuptools-whl"},
		{"wheel", "python3-wheel-whl"}};
	for (size_t i = 0; i < COUNT(packages); i++)
		if (!strcmp(seed, packages[i][0]))
			return packages[i][1];
	return interpreter_is_pypy(p) ? "pypy3-venv" : "python3-venv";
}

static char *not_found(const struct interpreter *p, const char *seed, bool dirs, const char *otherwise)
{
	_cleanup_free_ char *label = interpreter_label(p), *home = text_quoted(p->home);
	if (strchr(seed, '=') || dirs)
		return text_format(
			"there is no wheel of %s for %s%s, nor in %s; nothing is downloaded: name a "
			"directory that has it with --extra-search-dir, or install it with --install",
			seed, label, dirs ? " in the given directories" : "", home);
	const char *package = strcmp(p->prefix, "/usr") != 0 || interpreter_is_python2(p)
		? NULL
		: package_of(p, seed);
	return text_format(
		"%s in %s has no wheel of %s%s%s%s; name a directory that has one with "
		"--extra-search-dir, or do without it: %s",
		label, home, seed, package ? " (on Debian and Ubuntu: apt install " : "",
		package ? package : "", package ? ")" : "", otherwise);
}

char *find_wheel(const struct interpreter *p, const char *seed, const char *const *dirs,
	const char *otherwise, char **ret_why)
{
	*ret_why = NULL;
	char *best = newest_of(dirs, seed, p->number[0], ret_why);
	if (best || *ret_why)
		return best;
	_cleanup_free_ char *bundled = text_format("%s/ensurepip/_bundled", p->stdlib);
	/* The wheels of a distribution are for its own interpreters. */
	const char *own[] = {bundled, *p->wheels ? p->wheels : NULL,
		!strcmp(p->prefix, "/usr") ? "/usr/share/python-wheels" : NULL};
	for (size_t i = 0; i < COUNT(own); i++) {
		int r = 0;
		char *wheel = own[i] ? newest_in(own[i], seed, p->number[0], &r) : NULL;
		if (r < 0) {
			_cleanup_free_ char *quoted = text_quoted(own[i]);
			*ret_why = text_format("cannot look for wheels of %s in %s: %s", seed, quoted,
				strerror(-r));
		}
		if (wheel || r < 0)
			return wheel;
	}
	*ret_why = not_found(p, seed, dirs != NULL, otherwise);
	return NULL;
}
