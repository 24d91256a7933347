// SPDX-License-Identifier: MIT
// venvbuild where pip, distutils or uv are configured to install elsewhere: the packages are in ENV, or there
// is no ENV.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "tests/e2e/home.h"
#include "tests/fixture.h"
#include "tests/interpreters.h"
#include "tests/skip.h"

#define BASE "/usr/bin/python3"
#define DATA SOURCE_DIR "/tests/data"

/* Writes wheels without a network: argv is the directory of tinybackend.py and the output directory. */
static const char wheels_program[] =
	"import sys; sys.path.insert(0, sys.argv[1]); sys.dont_write_bytecode = True; import tinybackend\n"
	"tinybackend.write_wheel(sys.argv[2], 'one', {'one.py': 'x = 1\\n', 'one-1.0.data/scripts/run-one': "
	"'#!python\\n'})\n";

static void setup(void)
{
	home_setup();
	home_index();
	setenv("XDG_CACHE_HOME", BUILD_DIR "/tests/cache", 1);
	setenv("HOME", in("user"), 1);
	setenv("PIP_CONFIG_FILE", in("pip.conf"), 1);
	cr_assert(!chdir(home) && !mkdir("user", 0700) && !mkdir("legacy", 0700));
	struct spawned s = RUN(BASE, "-c", wheels_program, DATA, "wheels");
	cr_assert(!s.error && !s.status, "%s", s.out);
	fixture_write("legacy/setup.py", 0644,
		"from setuptools import setup\n"
		"setup(name='legacy', version='1', py_modules=['legacy'])\n");
	fixture_write("legacy/legacy.py", 0644, "");
}

TestSuite(settings, .init = setup, .timeout = 600);

/* venvbuild with this wheel and no index. */
#define BUILD(...) RUN(VENVBUILD, "--no-index", "--find-links", in("wheels"), __VA_ARGS__)

static void expect_all(struct spawned s, const char *env, const char *what)
{
	cr_expect(!spawned_code(s) && !s.len, "%s: %s", what, s.out);
	s = RUN("sh", "-c",
		"test -f $0/bin/run-one && test -f $0/lib/p*/site-packages/one.py && "
		"$0/bin/python -c 'import one' && ! test -e $0/../x",
		env);
	cr_expect(!spawned_code(s), "%s: not all of it is in ENV: %s", what, s.out);
}

/* The text of a configuration file; @ is the path of "x" beside the environment. */
static void configure(const char *file, const char *text)
{
	fixture_write(file, 0644, text);
	cr_assert(!spawned_code(RUN("sed", "-i", format("s|@|%s/x|", home), file)));
}

static const char *const pips[] = {"[install]\ntarget = @\n", "[install]\nprefix = @\n",
	"[install]\n"
	"root = @\n",
	"[install]\ndry-run = true\n", "[install]\nuser = yes\n", "[global]\ntarget = @\n",
	"[global]\npython = " BASE "\n",
	"[global]\n"
	"require-virtualenv = true\n",
	"[install]\nsrc = @\n",
	"[install]\nignore-installed = true\nno-compile = true\n"
	"break-system-packages = true\n",
	"[install]\nplatform = win32\npython-version = 3.1\ntarget = @\n",
	"[install]\nno_deps = true\n"
	"root-path = @\n",
	"[install]\nTarget = @\n"};

Test(settings, of_a_file_of_pip_do_not_change_the_target)
{
	for (size_t i = 0; i < COUNT(pips); i++) {
		configure("pip.conf", pips[i]);
		char *env = in(format("env%zu", i));
		expect_all(BUILD("-p", BASE, "--install", "one", env), env, pips[i]);
	}
	/* Its other settings apply: here the only source of the package. */
	configure("pip.conf",
		format("[global]\ntarget = @\nfind-links =\n  %s/nowhere\n  %s/wheels\n"
		       "[install]\nno-index = true\n",
			home, home));
	expect_all(RUN(VENVBUILD, "-p", BASE, "--install", "one", in("last")), in("last"), "find-links");
	configure("pip.conf", "[global\n");
	struct spawned s = BUILD("-p", BASE, "--install", "one", in("none"));
	cr_expect(spawned_code(s) == 1 && strstr(s.out, "pip.conf") && !fs_exists("none"), "%s", s.out);
}

Test(settings, of_a_variable_do_not_change_the_target)
{
	static const char *const names[] = {"PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_SRC", "PIP_DRY_RUN",
		"PIP_USER", "PIP_PYTHON", "PIP_PLATFORM"};
	for (size_t i = 0; i < COUNT(names); i++) {
		setenv(names[i], i < 4 ? in("x") : i < 6 ? "1" : i == 6 ? BASE : "win32", 1);
		char *env = in(format("env%zu", i));
		expect_all(BUILD("-p", BASE, "--install", "one", env), env, names[i]);
		unsetenv(names[i]);
	}
}

/* Files of the user and of the working directory. In an environment, Python 3 itself ignores keys that are
 * written with '-'. */
static const char distutils[] =
	"[install]\nhome = @\nprefix = @\nexec_prefix = @\nroot = @\nuser = 1\n"
	"install_lib = @\ninstall_purelib = @\n"
	"install_platlib = @\ninstall_scripts = @\ninstall_data = @\ninstall_headers = @\n";
static const char more[] =
	"[global]\ndry-run = 1\n[develop]\ninstall-dir = @\nuser = 1\n[easy_install]\n"
	"install-dir = @\n[install_lib]\ninstall-dir = @\n"
	"[install_scripts]\ninstall-dir = @\n";

static void expect_legacy(const struct installed_python *from, const char *option)
{
	struct spawned s = BUILD("-p", from->path, "--seed", "pip,setuptools", "--clear", option, "./legacy",
		"env");
	cr_expect(!spawned_code(s), "%s: %s", from->label, s.out);
	s = RUN("env/bin/python", "-c", "import legacy");
	cr_expect(!spawned_code(s) && !fs_exists("x"), "%s %s: %s", from->label, option, s.out);
}

Test(settings, of_distutils_do_not_change_the_target, .timeout = 1200)
{
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX);
	static const char *const pip =
		"[install]\ntarget = @\nprefix = @\nroot = @\nsrc = @\nuser = 1\n"
		"[global]\ndry-run = true\n";
	for (size_t i = 0; i < count; i++) {
		char *env = in(format("env%zu", i));
		configure("pip.conf", i ? pip : "");
		configure("user/.pydistutils.cfg", distutils);
		configure("setup.cfg", distutils);
		expect_all(BUILD("-p", list[i].path, "--install", "one", env), env, list[i].label);
		configure("pip.conf", "");
		/* A separate process, which runs setup.py, reads it. */
		configure("user/.pydistutils.cfg", format("%s%s", distutils, more));
		if (!list[i].pypy && (list[i].major == 2 || list[i].minor == 6)) {
			expect_legacy(&list[i], "--install");
			expect_legacy(&list[i], "--editable");
		}
	}
}

/* A pip that reports success and installs nothing. */
#define EMPTY_PIP "cd env/lib/p*/site-packages/pip && rm -r _internal __main__.py && echo >__main__.py"

Test(settings, the_result_is_checked)
{
	configure("pip.conf", "");
	cr_assert(!spawned_code(RUN(VENVBUILD, "-p", BASE, "env")));
	RUN("sh", "-c", EMPTY_PIP);
	static const char *const asked[][2] = {{"--install", "one"},
		{"--install", "./wheels/one-1.0-py2.py3-none-any.whl"}, {"-r", "list"},
		{"--install", "one ; python_version < '3'"}};
	fixture_write("list", 0644, "--no-index\none == \\\n 1.0 # here\n");
	for (size_t i = 0; i < COUNT(asked); i++) {
		struct spawned s = BUILD("-p", BASE, asked[i][0], asked[i][1], "env");
		cr_expect(i < 3 ? spawned_code(s) == 1 && strstr(s.out, "the environment does not contain ")
				: !spawned_code(s) && !s.len,
			"%s: %s", asked[i][1], s.out);
	}
	/* Another version than the installed one. */
	cr_assert(!spawned_code(BUILD("-p", BASE, "--clear", "--install", "one", "env")));
	RUN("sh", "-c", EMPTY_PIP);
	struct spawned s = BUILD("-p", BASE, "--install", "one>=2", "env");
	cr_expect(spawned_code(s) == 1 && strstr(s.out, "one>=2"), "%s", s.out);
}

Test(settings, of_uv_are_refused)
{
	if (spawned_code(RUN("uv", "--version")) != 0) {
		skip("--installer=uv and its configuration: uv is not installed");
		return;
	}
	static const char *const uvs[] = {"target = '@'", "prefix = '@'", "python-version = '3.8'",
		"python-platform = 'windows'"};
	for (size_t i = 0; i < COUNT(uvs); i++) {
		configure("uv.toml", format("[pip]\n%s\n", uvs[i]));
		struct spawned s = BUILD("--installer=uv", "-p", BASE, "--install", "one", "env");
		cr_expect(spawned_code(s) == 1 && strstr(s.out, "configured to install elsewhere") &&
				!fs_exists("env") && !fs_exists("x"),
			"%s: %s", uvs[i], s.out);
	}
	setenv("UV_WORKING_DIR", "/", 1);
	configure("uv.toml", "[pip]\nsystem = true\nno-deps = true\n");
	expect_all(BUILD("--installer=uv", "-p", BASE, "--install", "./wheels/one-1.0-py2.py3-none-any.whl",
			   in("env")),
		in("env"), "no-deps");
}
