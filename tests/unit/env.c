// SPDX-License-Identifier: MIT
// Tests of common/env/env.c and environment_d.c, and of env-builder/discovery/env_fault.c: environments on
// disk that the tests make.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/core/count.h"
#include "common/env/env.h"
#include "common/env/environment_d.h"
#include "tests/fixture.h"
#include "env-builder/discovery/env_fault.h"

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

struct pairs {
	char *text;
};

static bool collect(void *ctx, const char *name, const char *value)
{
	struct pairs *p = ctx;
	p->text = format("%s%s=<%s>", p->text, name, value);
	return strcmp(name, "STOP") != 0;
}

static const char *lookup(void *ctx, const char *name)
{
	(void)ctx;
	return !strcmp(name, "SET") ? "v" : NULL;
}

Test(env, parses_variables)
{
	static const struct {
		const char *in, *out;
	} rows[] = {{"", ""}, {"# c\n; c\n\nA=1\n", "A=<1>"}, {"A = x y  \n", "A=<x y>"},
		{"A='$SET'\n", "A=<$SET>"}, {"A=\"$SET ${SET} $NOT.\"", "A=<v v .>"},
		{"A=a\\ b\\$SET\n", "A=<a b$SET>"}, {"A=$$SET\n", "A=<$SET>"},
		{"A=\"a\\\"b\\n\"\n", "A=<a\"b\\n>"}, {"A=a'b c'd\n", "A=<ab cd>"},
		{"A=\"two\nlines\"\nB=2", "A=<two\nlines>B=<2>"}, {"A=\\\nb\n", "A=<b>"},
		{"A=\nB=' x '\n", "A=<>B=< x >"}, {"STOP=1\nB=2\n", "STOP=<1>"}};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct pairs p = {format("%s", "")};
		char *why = NULL;
		cr_expect_geq(environment_d_parse("f", rows[i].in,
				      &(struct environment_d){collect, lookup, &p}, &why),
			0, "%s: %s", rows[i].in, why);
		cr_expect_str_eq(p.text, rows[i].out);
	}
	static const struct {
		const char *in, *out, *strict; /* NULL: it is wrong */
	} dotenv[] = {{"export A=b\n", "A=<b>", NULL}, {"D=1 # c\nE=2", "D=<1>E=<2>", "D=<1 # c>E=<2>"},
		{"  export\tA=b # c\nB=2\n", "A=<b>B=<2>", NULL},
		{"A= # c\nB=#c\n", "A=<>B=<#c>", "A=<# c>B=<#c>"}, {"A=b#c\n", "A=<b#c>", "A=<b#c>"},
		{"A='b # c' # d\n", "A=<b # c>", "A=<b # c # d>"},
		{"A=\"b # c\"\n", "A=<b # c>", "A=<b # c>"}, {"A=b\\ #c\n", "A=<b #c>", "A=<b #c>"},
		{"A=b=#c\n", "A=<b=#c>", "A=<b=#c>"}, {"A=\"b \"#c\n", "A=<b #c>", "A=<b #c>"},
		{"export=1\n", "export=<1>", "export=<1>"}, {"exported=1\n", "exported=<1>", "exported=<1>"},
		{"export A\n", NULL, NULL}, {"export\n", NULL, NULL}, {"export export A=1\n", NULL, NULL},
		{"A-B=1\n", NULL, NULL}};
	for (size_t i = 0; i < COUNT(dotenv); i++)
		for (int strict = 0; strict < 2; strict++) {
			struct pairs p = {format("%s", "")};
			const char *in = dotenv[i].in, *out = strict ? dotenv[i].strict : dotenv[i].out;
			char *why = NULL;
			int r = (strict ? environment_d_parse : environment_d_parse_dotenv)("f", in,
				&(struct environment_d){collect, lookup, &p}, &why);
			cr_expect_eq(r, out ? 0 : -1, "%d %s: %s", strict, in, why);
			if (out)
				cr_expect_str_eq(p.text, out, "%d %s: %s", strict, in, p.text);
		}
	static const char *const bad[] = {"A", "1A=x", "=x", "A='x", "A=\"x\n\n", "A=${SET", "export A=1"};
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct pairs p = {format("%s", "")};
		char *why = NULL;
		cr_expect_eq(environment_d_parse("f", format("OK=1\n%s", bad[i]),
				     &(struct environment_d){collect, lookup, &p}, &why),
			-1, "%s", bad[i]);
		cr_expect(why && strstr(why, "f:2: "), "%s: %s", bad[i], why);
	}
}

Test(env, reads_its_own_variables_back)
{
	static const char *const values[] = {"", "plain", "a b", "$HOME", "${X}$$", "it's \"q\" `c` \\ \\n",
		" x ", "\xff", "#;="};
	for (size_t i = 0; i < COUNT(values); i++) {
		struct pairs p = {format("%s", "")};
		char *why = NULL;
		cr_expect_eq(environment_d_parse("f", environment_d_line("N", values[i]),
				     &(struct environment_d){collect, lookup, &p}, &why),
			0);
		cr_expect_str_eq(p.text, format("N=<%s>", values[i]));
	}
}

Test(env, takes_variables_in_the_order_of_the_files)
{
	venv("version = 3.11\n");
	make("e/etc/environment.d");
	put("e/etc/environment.d/20-b.conf", "A=2\n");
	put("e/etc/environment.d/10-a.conf", "A=1\n");
	put("e/etc/environment.d/ignored.txt", "A=3\n");
	put("e/etc/environment.d/.hidden.conf", "A=4\n");
	struct env env = read_ok();
	struct pairs p = {format("%s", "")};
	char *why = NULL;
	cr_expect_eq(environment_d_read(env.root, &(struct environment_d){collect, lookup, &p}, &why), 0,
		"%s", why);
	cr_expect_str_eq(p.text, "A=<1>A=<2>");
	put("e/etc/environment.d/30-c.conf", "nonsense\n");
	cr_expect_eq(environment_d_read(env.root, &(struct environment_d){collect, lookup, &p}, &why), -1);
	cr_expect(strstr(why, "30-c.conf:1:") != NULL, "%s", why);
}
