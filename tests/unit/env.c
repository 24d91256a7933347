// SPDX-License-Identifier: MIT
// Tests of common/env/env.c and env-builder/discovery/env_fault.c: environments on disk that the tests make.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/env/env.h"
#include "env-builder/discovery/env_fault.h"
#include "tests/fixture.h"

static char *dir;

static void make(const char *path)
{
	struct spawned s = RUN("mkdir", "-p", format("%s/%s", dir, path));
	cr_assert(!s.status);
}

static void put(const char *path, const char *text)
{
	fixture_write(format("%s/%s", dir, path), 0755, text);
}

static void venv(const char *cfg)
{
	make("e/bin");
	make("e/lib/python3.11/site-packages");
	put("e/bin/python", "");
	if (cfg)
		put("e/pyvenv.cfg", cfg);
}

static struct env read_ok(void)
{
	struct env env;
	char *why = NULL;
	cr_assert_eq(env_open(format("%s/e", dir), &env, &why), 0, "%s", why);
	return env;
}

static void expect_wrong(const char *what, const char *word)
{
	struct env env = {.major = 77};
	char *why = NULL;
	cr_expect_eq(env_open(format("%s/e", dir), &env, &why), -1, "%s", what);
	cr_expect(why && strstr(why, word), "%s: %s", what, why);
	cr_expect_eq(env.major, 77, "%s: *ret untouched", what);
}

static void setup(void)
{
	dir = fixture_dir();
}

TestSuite(env, .init = setup, .timeout = 30);

Test(env, reads_a_venv)
{
	venv("home = /usr/bin\nversion = 3.11.2\nprompt = 'it\\'s'\ninclude-system-site-packages = false\n");
	struct env env = read_ok();
	cr_expect(env.kind == ENV_VENV && env.major == 3 && env.minor == 11 && !env.system_site);
	cr_expect_str_eq(env.root, format("%s/e", dir));
	cr_expect_str_eq(env.python, format("%s/e/bin/python", dir));
	cr_expect_str_eq(env.home, "/usr/bin");
	cr_expect_str_eq(env.prompt, "it's");
	cr_expect_str_eq(env.maker, "venv");
	cr_expect_str_eq(env.site, format("%s/e/lib/python3.11/site-packages", dir));
	env_clear(&env);
	cr_expect_null(env.root);
}

Test(env, names_the_maker)
{
	static const struct {
		const char *cfg, *maker;
	} rows[] = {{"version = 3.11\nvenvrun = 0.1.0\n", "venvbuild"},
		{"uv = 0.8\nversion_info = 3.11\n", "uv"},
		{"virtualenv = 20\nversion_info = 3.11.2.final.0\n", "virtualenv"},
		{"version = 3.11.2\n", "venv"}, {"a = b\n", "unknown"}};
	for (size_t i = 0; i < COUNT(rows); i++) {
		venv(rows[i].cfg);
		struct env env = read_ok();
		cr_expect_str_eq(env.maker, rows[i].maker);
		cr_expect(env.major == 3 && env.minor == 11 && env.system_site, "%s", rows[i].cfg);
		cr_expect_str_eq(env.prompt, "e");
	}
}

/* As site.py: a missing line is true, and of the values only "true" is. */
Test(env, has_the_systems_packages_as_site_py_decides)
{
	static const struct {
		const char *value;
		bool system_site;
	} rows[] = {{"true", true}, {"TRUE", true}, {"false", false}, {"yes", false}, {"", false}};
	for (size_t i = 0; i < COUNT(rows); i++) {
		venv(format("version = 3.11\ninclude-system-site-packages = %s\n", rows[i].value));
		struct env env = read_ok();
		cr_expect_eq(env.system_site, rows[i].system_site, "%s", rows[i].value);
	}
}

Test(env, reads_the_other_kinds)
{
	venv(NULL);
	struct env env = read_ok();
	cr_expect(env.kind == ENV_PREFIX && env.minor == 11);
	put("e/bin/activate_this.py", "");
	env = read_ok();
	cr_expect(env.kind == ENV_LEGACY && env.system_site);
	make("e/conda-meta");
	env = read_ok();
	cr_expect(env.kind == ENV_CONDA);
	cr_expect_str_eq(env.maker, "conda");
}

Test(env, finds_an_interpreter_by_its_version)
{
	make("e/bin");
	put("e/bin/pypy3.9", "");
	put("e/bin/pypy3.9-config", "");
	struct env env = read_ok();
	cr_expect(env.major == 3 && env.minor == 9);
	cr_expect_str_eq(env.python, format("%s/e/bin/pypy3.9", dir));
	cr_expect_null(env.site);
}

Test(env, reports_what_is_wrong)
{
	expect_wrong("nothing there", "venvbuild ");
	put("e", "");
	expect_wrong("a file", "not a directory");
	unlink(format("%s/e", dir));
	make("e");
	expect_wrong("an empty directory", "not an environment");
	put("e/pyvenv.cfg", "version = 3.11\n");
	expect_wrong("no interpreter", "no interpreter");
	venv("");
	expect_wrong("an empty pyvenv.cfg", "damaged");
	venv("garbage");
	expect_wrong("garbage", "damaged");
	venv("home = relative\n");
	expect_wrong("a relative home", "damaged");
	venv("home = /\xff\n");
	expect_wrong("no UTF-8", "damaged");
	venv("home = /nonexistent/bin\nversion = 3.11\n");
	expect_wrong("home is gone", "/nonexistent/bin");
	venv("version = 3.11\n");
	cr_assert(!unlink(format("%s/e/bin/python", dir)) &&
		!symlink("/nonexistent/python3.11", format("%s/e/bin/python", dir)));
	expect_wrong("a dangling link", "/nonexistent/python3.11");
	cr_assert(!unlink(format("%s/e/bin/python", dir)) && !unlink(format("%s/e/pyvenv.cfg", dir)));
	put("e/pyvenv.cfg", "version = 3.11\n");
	put("e/bin/python", "");
	cr_assert(!chmod(format("%s/e/bin/python", dir), 0644));
	expect_wrong("not executable", "not an executable file");
	cr_assert(!unlink(format("%s/e/pyvenv.cfg", dir)) && !mkdir(format("%s/e/pyvenv.cfg", dir), 0755));
	expect_wrong("a directory for pyvenv.cfg", "cannot read");
}
