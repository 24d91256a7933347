// SPDX-License-Identifier: MIT
// The tree of an environment, as a plan.
#include "env-builder/layout.h"

#include <stdlib.h>
#include <string.h>

#include "common/core/contract.h"
#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "env-builder/activate.h"
#include "env-builder/cfg.h"
#include "env-builder/script.h"
#include "env-builder/variables.h"

static bool is_pypy(const struct python *p)
{
	return !strcmp(p->implementation, "PyPy");
}

/* "python3.11", "python3.13t", "pypy3.9": of directories, and of interpreters. */
static char *versioned(const struct python *p)
{
	return text_format("%s%d.%d%s", is_pypy(p) ? "pypy" : "python", p->number[0], p->number[1], p->threads);
}

char *layout_site(const struct python *p)
{
	/* PyPy kept it at the top until its 3.8. */
	if (is_pypy(p) && p->number[0] == 3 && p->number[1] < 8)
		return text_copy("site-packages");
	_cleanup_free_ char *name = versioned(p);
	return text_format("lib/%s/site-packages", name);
}

/* Adds "key = value"; left out where it could not be read back. */
static void add_key(struct text *cfg, const char *key, const char *value)
{
	if (text_is_utf8(value, strlen(value)) && !strpbrk(value, "\r\n"))
		text_add_format(cfg, "%s = %s\n", key, value);
}

char *layout_cfg(const struct request *request)
{
	const struct python *p = request->python;
	struct text cfg = {0};
	add_key(&cfg, "home", p->home);
	add_key(&cfg, "include-system-site-packages", request->system_site ? "true" : "false");
	add_key(&cfg, "version", p->version);
	if (request->prompt && text_is_utf8(request->prompt, strlen(request->prompt))) {
		_cleanup_free_ char *prompt = cfg_repr(request->prompt);
		add_key(&cfg, "prompt", prompt);
	}
	add_key(&cfg, "executable", p->path);
	if (request->command)
		add_key(&cfg, "command", request->command);
	add_key(&cfg, "implementation", p->implementation);
	add_key(&cfg, "version_info", p->version_info);
	add_key(&cfg, "base-prefix", p->prefix);
	add_key(&cfg, "base-exec-prefix", p->exec_prefix);
	add_key(&cfg, "base-executable", p->path);
	_cleanup_text_ struct text seeds = {0};
	for (const char *const *s = request->seeds; *s; s++) {
		text_add(&seeds, seeds.len ? "," : "");
		text_add(&seeds, *s);
	}
	if (seeds.len)
		add_key(&cfg, "seed", seeds.data);
	if (request->relocatable)
		add_key(&cfg, "relocatable", "true");
	add_key(&cfg, "venvrun", VENVRUN_VERSION);
	return text_take(&cfg);
}

/* mkdir -p */
static void plan_mkdirs(struct plan *plan, const char *path)
{
	for (const char *slash = path; (slash = strchr(slash, '/')); slash++) {
		_cleanup_free_ char *upper = text_copy_n(path, (size_t)(slash - path));
		plan_mkdir(plan, upper);
	}
	plan_mkdir(plan, path);
}

/* bin/NAME for every name under which it may be called; the first is the interpreter, the others lead to it. */
static void plan_interpreters(const struct request *request, struct plan *plan)
{
	const struct python *p = request->python;
	int major = p->number[0];
	_cleanup_free_ char *first = versioned(p), *plain = text_format("python%d.%d", major, p->number[1]);
	_cleanup_free_ char *python_x = text_format("python%d", major), *pypy_x = text_format("pypy%d", major);
	const char *names[] = {"python", python_x, plain, is_pypy(p) ? "pypy" : NULL, is_pypy(p) ? pypy_x : NULL};
	_cleanup_free_ char *main = text_format("bin/%s", first);
	/* Python 2.7 follows its own links to find its prefix: only a copy stays here. */
	if (request->copies || python_is_old(p)) {
		plan_copy(plan, main, p->path);
		_cleanup_free_ char *library = text_format("lib/%s", path_base(p->library));
		if (*p->library)
			plan_symlink(plan, library, p->library, false);
	} else {
		plan_symlink(plan, main, p->path, false);
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (!names[i] || !strcmp(names[i], first))
			continue;
		_cleanup_free_ char *path = text_format("bin/%s", names[i]);
		if (request->copies)
			plan_link(plan, path, main);
		else
			plan_symlink(plan, path, first, false);
	}
}

/* Python 2.7 takes for its prefix the directory that has lib/python2.7/os.py, for its exec_prefix the one that has
 * lib-dynload. lib-old is on its path, whether or not site is imported (-S), and so brings the whole library. */
static void plan_old_library(const struct request *request, struct plan *plan)
{
	const struct python *p = request->python;
	static const char *const parts[][2] = {{"os.py", "os.py"}, {"lib-dynload", "lib-dynload"}, {"lib-old", ""},
		{"lib-tk", "lib-tk"}, {"plat-linux2", "plat-linux2"}, {"config", "config"}};
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		_cleanup_free_ char *path = text_format("lib/python2.7/%s", parts[i][0]);
		_cleanup_free_ char *base = text_format("%s%s%s", p->stdlib, *parts[i][1] ? "/" : "", parts[i][1]);
		plan_symlink(plan, path, base, false);
	}
	plan_write(plan, "lib/python2.7/site.py", activate_site27());
	/* pip's mark of an environment without the user's and the base's packages: "pip install --user" is refused. */
	if (!request->system_site)
		plan_write(plan, "lib/python2.7/no-global-site-packages.txt", text_copy(""));
	/* No link to the whole: "setup.py install" adds its headers here. */
	_cleanup_free_ char *include = text_format("%s/include/python2.7", p->prefix);
	plan_mirror(plan, "include/python2.7", include);
}

static void plan_activate(const struct request *request, const char *site, struct plan *plan)
{
	const char *prompt = request->prompt ? request->prompt : path_base(request->env);
	plan_write(plan, "bin/activate", activate_sh(request->env, prompt, request->relocatable));
	plan_write(plan, "bin/activate.csh", activate_csh(request->env, prompt, request->relocatable));
	plan_write(plan, "bin/activate.fish", activate_fish(request->env, prompt, request->relocatable));
	plan_write(plan, "bin/Activate.ps1", activate_ps1(request->env, prompt, request->relocatable));
	plan_write(plan, "bin/activate.nu", activate_nu(request->env, prompt, request->relocatable));
	plan_write(plan, "bin/activate.xsh", activate_xsh(request->env, prompt, request->relocatable));
	plan_write(plan, "bin/activate.bat", activate_bat(prompt));
	plan_write(plan, "bin/deactivate.bat", activate_leave_bat());
	plan_write(plan, "bin/activate_this.py", activate_this(site, request->python->number, prompt));
}

static void plan_variables(const struct request *request, struct plan *plan)
{
	struct text conf = {0};
	for (const char *const *v = request->variables; *v; v++) {
		size_t n = strcspn(*v, "=");
		_cleanup_free_ char *name = text_copy_n(*v, n), *line = variables_line(name, *v + n + 1);
		text_add(&conf, line);
	}
	if (!conf.len)
		return;
	plan_mkdirs(plan, "etc/environment.d");
	plan_write(plan, "etc/environment.d/50-venvbuild.conf", text_take(&conf));
}

void layout_plan(const struct request *request, struct plan *plan)
{
	const struct python *p = request->python;
	_cleanup_free_ char *site = layout_site(p), *name = versioned(p);
	_cleanup_free_ char *include = text_format("include/%s", name);
	plan_mkdir(plan, "bin");
	/* From 3.11 on, sysconfig's scheme "venv" has the version in it. */
	if (!python_is_old(p) && p->number[1] >= 11 && !is_pypy(p))
		plan_mkdirs(plan, include);
	else
		plan_mkdir(plan, "include");
	plan_mkdirs(plan, site);
	if (p->wide && text_starts(site, "lib/"))
		plan_symlink(plan, "lib64", "lib", true);
	plan_interpreters(request, plan);
	if (python_is_old(p))
		plan_old_library(request, plan);
	plan_activate(request, site, plan);
	/* Without it the base's would answer, which knows nothing of what is installed here. */
	_cleanup_free_ char *python = request->relocatable ? text_copy("python") : text_format("%s/bin/python", request->env);
	plan_program(plan, "bin/pydoc", script_text(python, "pydoc", "cli"));
	if (request->ignore_file)
		plan_write(plan, ".gitignore", text_copy("# Made by venvbuild: an environment is made again, not kept.\n*\n"));
	plan_write(plan, "CACHEDIR.TAG", text_copy("Signature: 8a477f597d28d172789f06886806bc55\n"
						   "# Made by venvbuild; see https://bford.info/cachedir/\n"));
	plan_variables(request, plan);
	for (size_t i = 0; request->seeds[i]; i++)
		if (request->wheels[i])
			plan_seed(plan, site, request->wheels[i]);
	plan_write(plan, "pyvenv.cfg", layout_cfg(request));
}
