// SPDX-License-Identifier: MIT
// An environment on disk, read.
#include "common/env/env.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/interp.h"
#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "common/env/lib_python.h"
#include "common/env/pyvenv_cfg.h"

static bool has(const char *root, const char *name, bool (*is)(const char *path))
{
	_cleanup_free_ char *path = text_format("%s/%s", root, name);
	return is(path);
}

bool env_might_be(const char *path)
{
	static const char *const marks[] = {"pyvenv.cfg", "bin/python", "bin/python3", "conda-meta"};
	for (size_t i = 0; i < COUNT(marks); i++)
		if (has(path, marks[i], fs_exists))
			return true;
	return false;
}

/* The one entry of root/bin that is named pythonX.Y or pypyX.Y; NULL where there is none, or more. */
static char *only_versioned(const char *root)
{
	_cleanup_free_ char *bin = text_format("%s/bin", root);
	_cleanup_closedir_ DIR *dir = opendir(bin);
	_cleanup_free_ char *found = NULL;
	for (const struct dirent *entry; dir && (entry = readdir(dir));) {
		struct interp name;
		if (!interp_parse(entry->d_name, &name) || name.minor < 0)
			continue;
		if (found)
			return NULL;
		found = text_format("%s/%s", bin, entry->d_name);
	}
	return take(&found);
}

/* The interpreter in root/bin, which may be a dangling link; or NULL. */
static char *find_python(const char *root)
{
	static const char *const names[] = {"python", "python3"};
	for (size_t i = 0; i < COUNT(names); i++) {
		_cleanup_free_ char *path = text_format("%s/bin/%s", root, names[i]);
		if (fs_exists(path))
			return take(&path);
	}
	return only_versioned(root);
}

static bool parse_version(const char *s, struct interp *ret)
{
	int x, y, end = 0;
	/* NOLINTNEXTLINE(cert-err34-c): so few digits do not overflow */
	if (!s || !isdigit((unsigned char)*s) || sscanf(s, "%2d.%3d%n", &x, &y, &end) != 2 || y < 0)
		return false;
	if (s[end] && s[end] != '.' && !isspace((unsigned char)s[end]))
		return false;
	*ret = (struct interp){x, y};
	return true;
}

/* The version without pyvenv.cfg: that of lib, where the interpreter's own name decides among several; else
 * that of this name. 0.0 where neither has one. */
static struct interp version_by_names(const char *root, const char *python)
{
	struct interp named = {0, -1}, found;
	_cleanup_free_ char *target = python ? fs_readlink(python) : NULL;
	const char *name = target ? target : python ? python : "";
	if (!interp_parse(path_base(name), &named) || named.minor < 0)
		named = (struct interp){0, -1};
	if (lib_python_version(root, named, &found) == 1)
		return found;
	return named.minor >= 0 ? named : (struct interp){0, 0};
}

/* The site-packages of a version: CPython's, a free-threaded one's, PyPy's, PyPy's before 7.3.8. */
static char *find_site(const char *root, int major, int minor)
{
	static const char *const forms[][2] = {{"python", ""}, {"python", "t"}, {"pypy", ""}};
	for (size_t i = 0; i < COUNT(forms); i++) {
		_cleanup_free_ char *path = text_format("%s/lib/%s%d.%d%s/site-packages", root, forms[i][0],
			major, minor, forms[i][1]);
		if (fs_is_dir(path))
			return take(&path);
	}
	_cleanup_free_ char *top = text_format("%s/site-packages", root);
	return fs_is_dir(top) ? take(&top) : NULL;
}

static const char *maker_of(const struct pyvenv_cfg *cfg)
{
	static const char *const keys[][2] = {{"venvrun", "venvbuild"}, {"uv", "uv"},
		{"virtualenv", "virtualenv"}, {"version", "venv"}};
	for (size_t i = 0; i < COUNT(keys); i++)
		if (pyvenv_cfg_get(cfg, keys[i][0]))
			return keys[i][1];
	return "unknown";
}

/* Reads pyvenv.cfg. Returns 0, 1 where there is no such file, or -1 and *ret_why. */
static int read_cfg(struct env *env, char **ret_why)
{
	_cleanup_free_ char *path = text_format("%s/pyvenv.cfg", env->root), *quoted = text_quoted(path);
	_cleanup_(pyvenv_cfg_clear) struct pyvenv_cfg cfg = {0};
	const char *wrong;
	int r = pyvenv_cfg_read(path, &cfg, &wrong);

	if (r == -ENOENT)
		return 1;
	if (r < 0) {
		*ret_why = text_format("cannot read %s: %s%s", quoted, wrong,
			r == -EACCES ? "; make an environment of your own: venvbuild DIR" : "");
		return -1;
	}
	const char *home = r ? NULL : pyvenv_cfg_get(&cfg, "home");
	if (home && *home != '/')
		wrong = "its home is not an absolute path";
	if (wrong) {
		_cleanup_free_ char *root = text_quoted(env->root);
		*ret_why = text_format(
			"%s is damaged: %s; to make the environment again: venvbuild --clear %s", quoted,
			wrong, root);
		return -1;
	}
	const char *version = pyvenv_cfg_version(&cfg), *prompt = pyvenv_cfg_get(&cfg, "prompt");
	const char *origin = pyvenv_cfg_get(&cfg, "standalone");
	env->home = home ? text_copy(home) : NULL;
	env->origin = origin ? text_copy(origin) : NULL;
	env->version = version ? text_copy(version) : NULL;
	env->prompt = prompt ? pyvenv_cfg_unquote(prompt) : NULL;
	env->maker = text_copy(maker_of(&cfg));
	env->system_site = pyvenv_cfg_system_site(&cfg);
	return 0;
}

/* Finds the kind by the entries of the root. pyvenv.cfg comes first: a venv may contain all others. */
static int read_kind(struct env *env, char **ret_why)
{
	int r = read_cfg(env, ret_why);
	if (r <= 0) {
		env->kind = ENV_VENV;
		return r;
	}
	if (has(env->root, "conda-meta", fs_is_dir)) {
		env->kind = ENV_CONDA;
		env->maker = text_copy("conda");
	} else if (has(env->root, "bin/activate_this.py", fs_is_file)) {
		env->kind = ENV_LEGACY;
		env->maker = text_copy("virtualenv");
	} else {
		env->kind = ENV_PREFIX;
		env->maker = text_copy("unknown");
	}
	return 0;
}

static int read_all(struct env *env, char **ret_why)
{
	_cleanup_free_ char *root = text_quoted(env->root);
	if (!fs_is_dir(env->root)) {
		if (fs_exists(env->root))
			*ret_why = text_format("%s is not an environment: it is not a directory", root);
		else
			*ret_why = text_format(
				"no environment at %s: no such directory; make one with: venvbuild %s", root,
				root);
		return -1;
	}
	if (read_kind(env, ret_why) < 0)
		return -1;
	env->python = find_python(env->root);
	if (!env->python && env->kind == ENV_PREFIX) {
		*ret_why = text_format(
			"%s is not an environment: it has neither pyvenv.cfg, conda-meta nor bin/python",
			root);
		return -1;
	}
	if (!env->prompt)
		env->prompt = text_copy(path_base(env->root));
	struct interp version;
	if (!parse_version(env->version, &version))
		version = version_by_names(env->root, env->python);
	env->major = version.major;
	env->minor = version.minor;
	env->site = find_site(env->root, env->major, env->minor);
	if (env->kind == ENV_LEGACY) {
		_cleanup_free_ char *mark = text_format("lib/python%d.%d/no-global-site-packages.txt",
			env->major, env->minor);
		env->system_site = !has(env->root, mark, fs_is_file);
	}
	return 0;
}

int env_read(const char *dir, struct env *ret, char **ret_why)
{
	struct env env = {.root = fs_absolute(dir)};
	if (!env.root) {
		_cleanup_free_ char *quoted = text_quoted(dir);
		*ret_why = text_format("no environment at %s: %s", quoted, strerror(errno));
		return -1;
	}
	if (read_all(&env, ret_why) < 0) {
		env_clear(&env);
		return -1;
	}
	*ret = env;
	return 0;
}

char *env_python_request(const struct env *env)
{
	bool pypy = env->site && strstr(env->site + strlen(env->root), "/pypy");
	return text_format("%s%d.%d", pypy ? "pypy" : "cpython", env->major, env->minor);
}

void env_clear(struct env *env)
{
	free(env->root);
	free(env->python);
	free(env->home);
	free(env->origin);
	free(env->version);
	free(env->prompt);
	free(env->maker);
	free(env->site);
	*env = (struct env){0};
}
