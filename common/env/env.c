// SPDX-License-Identifier: MIT
// An environment on disk, read: what it is, which interpreter it has, who made it.
#include "common/env/env.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/interp.h"
#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "common/env/pyvenv_cfg.h"
#include "env-builder/discovery/env_fault.h"

static bool below(const char *root, const char *name, bool (*is)(const char *))
{
	_cleanup_free_ char *path = text_format("%s/%s", root, name);
	return is(path);
}

/* The one entry of root/bin that is named pythonX.Y or pypyX.Y; NULL where there is none or a choice. */
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

/* The interpreter, there or dangling; NULL where root/bin has none. */
static char *find_python(const char *root)
{
	static const char *const names[] = {"python", "python3"};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		_cleanup_free_ char *path = text_format("%s/bin/%s", root, names[i]);
		if (fs_exists(path))
			return take(&path);
	}
	return only_versioned(root);
}

static bool parse_version(const char *s, int *major, int *minor)
{
	int x, y, end = 0;
	/* NOLINTNEXTLINE(cert-err34-c): so few digits do not overflow */
	if (!s || !isdigit((unsigned char)*s) || sscanf(s, "%2d.%3d%n", &x, &y, &end) != 2 || y < 0)
		return false;
	if (s[end] && s[end] != '.' && !isspace((unsigned char)s[end]))
		return false;
	*major = x;
	*minor = y;
	return true;
}

/* site-packages for a version that is known: CPython's name, the free-threaded one's, PyPy's. */
static char *find_site(const char *root, int major, int minor)
{
	static const char *const forms[][2] = {{"python", ""}, {"python", "t"}, {"pypy", ""}};
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		_cleanup_free_ char *path = text_format("%s/lib/%s%d.%d%s/site-packages", root, forms[i][0],
			major, minor, forms[i][1]);
		if (fs_is_dir(path))
			return take(&path);
	}
	/* PyPy before 7.3.8 */
	_cleanup_free_ char *top = text_format("%s/site-packages", root);
	return fs_is_dir(top) ? take(&top) : NULL;
}

/* The version by lib/pythonX.Y, where there is one answer: the interpreter's own name decides among
 * several. */
static bool version_by_lib(const char *root, const char *python, int *major, int *minor)
{
	struct interp named = {0, -1};
	_cleanup_free_ char *to = python ? fs_readlink(python) : NULL;
	if (!interp_parse(path_base(to ? to : python ? python : ""), &named) || named.minor < 0)
		named = (struct interp){0, -1};
	_cleanup_free_ char *lib = text_format("%s/lib", root);
	_cleanup_closedir_ DIR *dir = opendir(lib);
	int found = 0;
	for (const struct dirent *entry; dir && (entry = readdir(dir));) {
		struct interp name;
		if (!interp_parse(entry->d_name, &name) || name.minor < 0)
			continue;
		if (named.minor >= 0 && (name.major != named.major || name.minor != named.minor))
			continue;
		/* python3.13 and python3.13t are one version. */
		if (found && (*major != name.major || *minor != name.minor))
			return false;
		*major = name.major;
		*minor = name.minor;
		found++;
	}
	if (!found && named.minor >= 0) {
		*major = named.major;
		*minor = named.minor;
		return true;
	}
	return found > 0;
}

static const char *maker_of(const struct pyvenv_cfg *cfg)
{
	static const char *const keys[][2] = {{"venvrun", "venvbuild"}, {"uv", "uv"},
		{"virtualenv", "virtualenv"}, {"version", "venv"}};
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (pyvenv_cfg_get(cfg, keys[i][0]))
			return keys[i][1];
	return "unknown";
}

/* What pyvenv.cfg says. Returns 0, 1 where there is no such file, or -1 and *ret_why. */
static int read_cfg(struct env *env, char **ret_why)
{
	_cleanup_free_ char *path = text_format("%s/pyvenv.cfg", env->root);
	char *text;
	size_t len;
	int r = fs_read(path, PYVENV_CFG_MAX, &text, &len);
	if (r == -ENOENT)
		return 1;
	_cleanup_free_ char *quoted = text_quoted(path);
	if (r < 0) {
		*ret_why = text_format("cannot read %s: %s%s", quoted, fs_why(r),
			r == -EACCES ? "; make an environment of your own: venvbuild DIR" : "");
		return -1;
	}
	_cleanup_(pyvenv_cfg_clear) struct pyvenv_cfg cfg = {0};
	const char *wrong = pyvenv_cfg_parse(text, len, &cfg);
	const char *home = wrong ? NULL : pyvenv_cfg_get(&cfg, "home");
	if (!wrong && home && *home != '/')
		wrong = "its home is no absolute path";
	if (wrong) {
		_cleanup_free_ char *root = text_quoted(env->root);
		*ret_why = text_format("%s is damaged: %s; make the environment anew: venvbuild --clear %s",
			quoted, wrong, root);
		return -1;
	}
	const char *version = pyvenv_cfg_get(&cfg, "version"), *prompt = pyvenv_cfg_get(&cfg, "prompt");
	if (!version)
		version = pyvenv_cfg_get(&cfg, "version_info");
	const char *system = pyvenv_cfg_get(&cfg, "include-system-site-packages"),
		   *origin = pyvenv_cfg_get(&cfg, "standalone");
	env->home = home ? text_copy(home) : NULL;
	env->origin = origin ? text_copy(origin) : NULL;
	env->version = version ? text_copy(version) : NULL;
	env->prompt = prompt ? pyvenv_cfg_unquote(prompt) : NULL;
	env->maker = text_copy(maker_of(&cfg));
	/* site.py: true unless it says otherwise */
	env->system_site = !system || strcasecmp(system, "false") != 0;
	return 0;
}

/* The kind, by what lies at the root; pyvenv.cfg wins, for a venv may hold anything else. */
static int read_kind(struct env *env, char **ret_why)
{
	int r = read_cfg(env, ret_why);
	if (r <= 0) {
		env->kind = ENV_VENV;
		return r;
	}
	if (below(env->root, "conda-meta", fs_is_dir)) {
		env->kind = ENV_CONDA;
		env->maker = text_copy("conda");
	} else if (below(env->root, "bin/activate_this.py", fs_is_file)) {
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
			*ret_why = text_format("%s is no environment: it is not a directory", root);
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
			"%s is no environment: it has neither pyvenv.cfg, conda-meta nor "
			"bin/python",
			root);
		return -1;
	}
	if (!parse_version(env->version, &env->major, &env->minor) &&
		!version_by_lib(env->root, env->python, &env->major, &env->minor)) {
		if ((*ret_why = env_fault(env)))
			return -1;
		*ret_why = text_format(
			"cannot tell the Python version of %s: pyvenv.cfg does not say it, and there is not "
			"exactly one lib/pythonX.Y in it",
			root);
		return -1;
	}
	env->site = find_site(env->root, env->major, env->minor);
	if (!env->prompt)
		env->prompt = text_copy(path_base(env->root));
	if (env->kind == ENV_LEGACY) {
		_cleanup_free_ char *mark = text_format("lib/python%d.%d/no-global-site-packages.txt",
			env->major, env->minor);
		env->system_site = !below(env->root, mark, fs_is_file);
	}
	return 0;
}

int env_look(const char *dir, struct env *ret, char **ret_fault, char **ret_why)
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
	*ret_fault = env_fault(&env);
	*ret = env;
	return 0;
}

int env_read(const char *dir, struct env *ret, char **ret_why)
{
	char *fault;
	struct env env;

	if (env_look(dir, &env, &fault, ret_why) < 0)
		return -1;
	if (fault) {
		env_clear(&env);
		*ret_why = fault;
		return -1;
	}
	*ret = env;
	return 0;
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
