// SPDX-License-Identifier: MIT
// The files of a new environment as a plan.
#include "env-builder/layout/layout.h"

#include <stdlib.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/names.h"
#include "common/core/path.h"
#include "common/env/base_python.h"
#include "common/env/environment_d.h"
#include "common/env/pyvenv_cfg.h"
#include "common/tool/cleanup.h"
#include "env-builder/layout/activation.h"
#include "env-builder/layout/launcher.h"

char *layout_site(const struct interpreter *p)
{
	/* Before 3.8, PyPy has it at the top of the prefix. */
	if (interpreter_is_pypy(p) && p->number[0] == 3 && p->number[1] < 8)
		return text_copy("site-packages");
	_cleanup_free_ char *name = interpreter_name(p);
	return text_format("lib/%s/site-packages", name);
}

/* Adds "key = value", unless Python could not read it back. */
static void add_key(struct text *cfg, const char *key, const char *value)
{
	if (text_is_utf8(value, strlen(value)) && pyvenv_cfg_is_line(value))
		text_add_format(cfg, "%s = %s\n", key, value);
}

char *layout_cfg(const struct layout_request *request)
{
	const struct interpreter *p = request->python;
	struct text cfg = {0};
	/* Where the environment may be moved together with its base, a home would become wrong. None is
	 * needed: the link to the interpreter is relative, and every version finds its library by it. */
	bool roams = request->bundle && request->relocatable;
	if (!roams)
		add_key(&cfg, "home", p->home);
	add_key(&cfg, "include-system-site-packages", request->system_site ? "true" : "false");
	add_key(&cfg, "version", p->version);
	if (request->prompt && text_is_utf8(request->prompt, strlen(request->prompt))) {
		_cleanup_free_ char *prompt = pyvenv_cfg_repr(request->prompt);
		add_key(&cfg, "prompt", prompt);
	}
	if (!roams)
		add_key(&cfg, "executable", p->path);
	if (request->command)
		add_key(&cfg, "command", request->command);
	add_key(&cfg, "implementation", p->implementation);
	add_key(&cfg, "version_info", p->version_info);
	if (!roams) {
		add_key(&cfg, "base-prefix", p->prefix);
		add_key(&cfg, "base-exec-prefix", p->exec_prefix);
		add_key(&cfg, "base-executable", p->path);
	}
	if (request->bundle)
		add_key(&cfg, "standalone", request->bundle->home);
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

/* Adds path and the directories above it. */
static void plan_mkdirs(struct plan *plan, const char *path)
{
	for (const char *slash = path; (slash = strchr(slash, '/')); slash++) {
		_cleanup_free_ char *upper = text_copy_n(path, (size_t)(slash - path));
		plan_mkdir(plan, upper);
	}
	plan_mkdir(plan, path);
}

/* The text of a symbolic link at path, which is relative to the environment. A target in the environment
 * is made relative: the link is followed in the stage already. */
static char *link_text(const struct layout_request *request, const char *path, const char *target)
{
	struct text up = {0};
	if (!request->bundle || !path_under(target, request->env))
		return text_copy(target);
	text_add_up(&up, path);
	text_add(&up, target + strlen(request->env) + 1);
	return text_take(&up);
}

static void plan_base_link(const struct layout_request *request, struct plan *plan, const char *path,
	const char *target)
{
	_cleanup_free_ char *text = link_text(request, path, target);
	plan_symlink(plan, path, text, false);
}

/* The copied base, with further names for programs that look for them: python3, and libpython for linkers. */
static void plan_bundled(const struct layout_request *request, struct plan *plan)
{
	const struct interpreter *p = request->python;
	const char *name = path_base(p->path), *library = path_base(p->library),
		   *so = strstr(library, ".so.");
	_cleanup_free_ char *major = text_format(BUNDLE_DIR "/bin/%s%d",
		interpreter_is_pypy(p) ? "pypy" : "python", p->number[0]);
	plan_bundle(plan, BUNDLE_DIR, request->bundle->path);
	plan_symlink(plan, major, name, false);
	if (so) {
		_cleanup_free_ char *plain = text_format(BUNDLE_DIR "/lib/%.*s.so", (int)(so - library),
			library);
		plan_symlink(plan, plain, library, false);
	}
	/* "python -m venv" reads sys._base_executable. Without a home, Python 3.11 and later set it to
	 * ENV's own link. */
	if (request->relocatable && !interpreter_is_pypy(p) && p->number[0] == 3 && p->number[1] >= 11) {
		_cleanup_free_ char *site = layout_site(p),
				    *pth = text_format("%s/_venvbuild_base.pth", site);
		plan_write(plan, pth,
			text_copy(
				"import os, sys; sys._base_executable = os.path.realpath(sys.executable)\n"));
	}
}

/* bin/NAME for every name of the interpreter: the versioned name leads to the base, the others to it. */
static void plan_interpreters(const struct layout_request *request, struct plan *plan)
{
	const struct interpreter *p = request->python;
	int major = p->number[0];
	_cleanup_free_ char *first = interpreter_name(p),
			    *plain = text_format("python%d.%d", major, p->number[1]);
	_cleanup_free_ char *python_x = text_format("python%d", major),
			    *pypy_x = text_format("pypy%d", major);
	const char *names[] = {"python", python_x, plain, interpreter_is_pypy(p) ? "pypy" : NULL,
		interpreter_is_pypy(p) ? pypy_x : NULL};
	_cleanup_free_ char *main = text_format("bin/%s", first);
	/* Python 2.7 follows the links to itself in order to find its prefix: only a copy finds the
	 * environment. */
	if (request->copies || interpreter_is_python2(p)) {
		if (request->bundle)
			plan_link(plan, main, p->path + strlen(request->env) + 1);
		else
			plan_copy(plan, main, p->path);
		_cleanup_free_ char *library = text_format("lib/%s", path_base(p->library));
		if (*p->library)
			plan_base_link(request, plan, library, p->library);
	} else {
		plan_base_link(request, plan, main, p->path);
	}
	for (size_t i = 0; i < COUNT(names); i++) {
		if (!names[i] || !strcmp(names[i], first))
			continue;
		_cleanup_free_ char *path = text_format("bin/%s", names[i]);
		if (request->copies)
			plan_link(plan, path, main);
		else
			plan_symlink(plan, path, first, false);
	}
}

/* Python 2.7 takes the directory with lib/python2.7/os.py for its prefix and the one with lib-dynload for
 * its exec_prefix. lib-old is always on its path, also with -S, so a link of that name adds the whole
 * standard library. */
static void plan_library27(const struct layout_request *request, struct plan *plan)
{
	const struct interpreter *p = request->python;
	static const char *const parts[][2] = {{"os.py", "os.py"}, {"lib-dynload", "lib-dynload"},
		{"lib-old", ""}, {"lib-tk", "lib-tk"}, {"plat-linux2", "plat-linux2"}, {"config", "config"}};
	for (size_t i = 0; i < COUNT(parts); i++) {
		_cleanup_free_ char *path = text_format("lib/python2.7/%s", parts[i][0]);
		_cleanup_free_ char *base = text_format("%s%s%s", p->stdlib, *parts[i][1] ? "/" : "",
			parts[i][1]);
		plan_base_link(request, plan, path, base);
	}
	plan_write(plan, "lib/python2.7/site.py", activation_site27());
	/* With this file pip refuses "install --user", as it must without the user's packages. */
	if (!request->system_site)
		plan_write(plan, "lib/python2.7/no-global-site-packages.txt", text_copy(""));
	/* A directory of its own and not one link: "setup.py install" adds headers to it. */
	_cleanup_free_ char *include = text_format("%s/include/python2.7", p->prefix);
	if (request->bundle)
		plan_base_link(request, plan, "include/python2.7", include);
	else
		plan_mirror(plan, "include/python2.7", include);
}

static void plan_activate(const struct layout_request *request, const char *site, struct plan *plan)
{
	const char *prompt = request->prompt ? request->prompt : path_base(request->env);
	plan_write(plan, "bin/activate", activation_sh(request->env, prompt, request->relocatable));
	plan_write(plan, "bin/activate.csh", activation_csh(request->env, prompt, request->relocatable));
	plan_write(plan, "bin/activate.fish", activation_fish(request->env, prompt, request->relocatable));
	plan_write(plan, "bin/Activate.ps1", activation_ps1(request->env, prompt, request->relocatable));
	plan_write(plan, "bin/activate.nu", activation_nu(request->env, prompt, request->relocatable));
	plan_write(plan, "bin/activate.xsh", activation_xsh(request->env, prompt, request->relocatable));
	plan_write(plan, "bin/activate.bat", activation_bat(prompt));
	plan_write(plan, "bin/deactivate.bat", activation_leave_bat());
	plan_program(plan, "bin/activate_cmd.sh", activation_cmd_sh());
	plan_write(plan, "bin/activate_this.py", activation_this(site, request->python->number, prompt));
}

static void plan_variables(const struct layout_request *request, struct plan *plan)
{
	struct text conf = {0};
	for (const char *const *v = request->variables; *v; v++) {
		size_t n = strcspn(*v, "=");
		_cleanup_free_ char *name = text_copy_n(*v, n), *line = environment_d_line(name, *v + n + 1);
		text_add(&conf, line);
	}
	if (!conf.len)
		return;
	plan_mkdirs(plan, "etc/environment.d");
	plan_write(plan, "etc/environment.d/50-venvbuild.conf", text_take(&conf));
}

void layout_plan(const struct layout_request *request, struct plan *plan)
{
	const struct interpreter *p = request->python;
	_cleanup_free_ char *site = layout_site(p), *name = interpreter_name(p);
	_cleanup_free_ char *include = text_format("include/%s", name);
	plan_mkdir(plan, "bin");
	/* Since 3.11, sysconfig's scheme "venv" has the version in the path of headers. */
	if (!interpreter_is_python2(p) && p->number[1] >= 11 && !interpreter_is_pypy(p))
		plan_mkdirs(plan, include);
	else
		plan_mkdir(plan, "include");
	plan_mkdirs(plan, site);
	if (p->wide && text_starts(site, "lib/"))
		plan_symlink(plan, "lib64", "lib", true);
	if (request->bundle)
		plan_bundled(request, plan);
	plan_interpreters(request, plan);
	if (interpreter_is_python2(p))
		plan_library27(request, plan);
	plan_activate(request, site, plan);
	/* Without it the base's pydoc would run, which does not find the packages of the environment. */
	_cleanup_free_ char *python = request->relocatable ? text_copy("python")
							   : text_format("%s/bin/python", request->env);
	plan_program(plan, "bin/pydoc", launcher_text(python, "pydoc", "cli"));
	if (request->ignore_file)
		plan_write(plan, ".gitignore",
			text_copy("# Made by venvbuild: an environment is made again, not kept.\n*\n"));
	plan_write(plan, "CACHEDIR.TAG",
		text_copy("Signature: 8a477f597d28d172789f06886806bc55\n"
			  "# Made by venvbuild; see https://bford.info/cachedir/\n"));
	plan_variables(request, plan);
	for (const char *const *wheel = request->wheels; *wheel; wheel++)
		plan_seed(plan, site, *wheel);
	plan_write(plan, "pyvenv.cfg", layout_cfg(request));
}
