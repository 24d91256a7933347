// SPDX-License-Identifier: MIT
// Programs that must run as without venvrun: console scripts, other environments, python -m venv, pip with
// build isolation.
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

#include "common/core/count.h"
#include "tests/fixture.h"
#include "tests/interpreters.h"
#include "tests/skip.h"

#define DATA SOURCE_DIR "/tests/data"
#define BASE "/usr/bin/python3"
#define PREFIX "import sys; print(sys.prefix)"

/* Does python -c test succeed? If not, the missing part is reported as a skip. */
static bool has(const struct installed_python *python, const char *test, const char *lacks)
{
	if (!RUN(python->path, "-c", test).status)
		return true;
	skip(format("%s has no %s", python->label, lacks));
	return false;
}

Test(neighbours, another_environment_keeps_its_own_python, .timeout = 120)
{
	char *dir = fixture_dir(), *env = format("%s/env", dir), *other = format("%s/other", dir);
	char *python = format("%s/bin/python", other), *expected = format("%s\n", other);
	char *script = format("%s/script", dir);
	const char *const launches[][6] = {
		{python, "-c", PREFIX},
		{"env", "-i", python, "-c", PREFIX},
		{script},
		{"sh", "-c", format(". %s/bin/activate; python -c '%s'", other, PREFIX)},
		{"sh", "-c", format("PATH=%s/bin:$PATH; exec python3 -c '%s'", other, PREFIX)},
		{BASE, "-c",
			format("import subprocess; subprocess.check_call(['%s', '-c', '%s'], env={})", python,
				PREFIX)},
		{"bash", "-c", format("exec -a %s " BASE " -c '%s'", python, PREFIX)},
	};

	fixture_env(env, BASE);
	fixture_env(other, BASE);
	fixture_write(script, 0755, format("#!%s\n" PREFIX "\n", python));
	for (size_t i = 0; i < COUNT(launches); i++) {
		const char *words[10] = {VENVRUN, env, "--"};
		memcpy(words + 3, launches[i], sizeof launches[i]);
		struct spawned s = fixture_run(words, NULL);
		cr_expect(!s.status, "launch %zu: status %x", i, s.status);
		cr_expect_str_eq(s.out, expected, "launch %zu: %s", i, s.out);
	}
}

/* A program of another environment is below venvrun, too: a base interpreter that it starts is redirected. */
Test(neighbours, a_script_started_by_another_environment_is_followed, .timeout = 120)
{
	char *dir = fixture_dir(), *env = format("%s/env", dir), *other = format("%s/other", dir);

	fixture_env(env, BASE);
	fixture_env(other, BASE);
	struct spawned s = RUN(VENVRUN, env, "--", format("%s/bin/python", other), "-c",
		"import subprocess; subprocess.check_call(['" BASE "', '-c', '" PREFIX "'], env={})");
	cr_expect_str_eq(s.out, format("%s\n", env));
}

/* virtualenv queries a base interpreter for its prefix in this way, and so do tox and pre-commit. */
Test(neighbours, introspection_of_a_base_interpreter_is_not_redirected, .timeout = 120)
{
	char *dir = fixture_dir(), *env = format("%s/env", dir),
	     *asks = format("%s/_py_info_collect.py", dir);
	const char *expected = RUN(BASE, "-c", PREFIX).out;
	const char *const launches[][5] = {
		{BASE, asks},
		{BASE, "-I", asks},
		{BUILD_DIR "/tests/programs/static_raw", BASE, asks},
		{"sh", "-c", BASE " \"$0\"", asks},
		{format("%s/bin/python", env), "-c",
			format("import subprocess; subprocess.check_call(['" BASE "', '%s'], env={})", asks)},
	};

	fixture_env(env, BASE);
	fixture_write(asks, 0644, PREFIX "\n");
	for (size_t i = 0; i < COUNT(launches); i++) {
		const char *words[9] = {VENVRUN, env, "--"};
		memcpy(words + 3, launches[i], sizeof launches[i]);
		struct spawned s = fixture_run(words, NULL);
		cr_expect_str_eq(s.out, expected, "launch %zu: %s", i, s.out);
	}
}

/* An interpreter other than BASE that can make environments; false, with a skip, if there is none. */
static bool find_other(struct installed_python *ret)
{
	struct installed_python list[INTERPRETERS_MAX];
	size_t n = interpreters(list, INTERPRETERS_MAX);

	for (size_t i = 0; i < n; i++) {
		if (list[i].major == 3 &&
			RUN(BASE, "-c",
				format("import sys; sys.exit(sys.version_info[1] != %d)", list[i].minor))
				.status &&
			!RUN(list[i].path, "-c", "import venv").status) {
			*ret = list[i];
			return true;
		}
	}
	skip("no interpreter of another version than " BASE " has the venv module");
	return false;
}

/* Programs that look for interpreters query them by path, and an environment made from one has its
 * version. */
Test(neighbours, a_listed_interpreter_reports_its_own_version, .timeout = 120)
{
	char *dir = fixture_dir(), *env = format("%s/env", dir);
	struct installed_python other;
	static const char *const codes[][2] = {
		{"-Ic", "import platform; print(platform.python_version())"},
		{"-Ic", "import sys; print(sys.executable)"},
		{"-c", "import sys; print('.'.join([str(s) for s in sys.version_info[:3]]))"},
		{"-c", "import sys;print(\".\".join(str(p) for p in sys.version_info))"},
	};

	if (!find_other(&other))
		return;
	fixture_env(env, BASE);
	for (size_t i = 0; i < COUNT(codes); i++) {
		const char *expected = RUN(other.path, codes[i][0], codes[i][1]).out;
		struct spawned s = RUN(VENVRUN, env, "--", other.path, codes[i][0], codes[i][1]);
		cr_expect_str_eq(s.out, expected, "%s: %s", codes[i][1], s.out);
		s = RUN(VENVRUN, env, "--", BUILD_DIR "/tests/programs/static_raw", other.path, codes[i][0],
			codes[i][1]);
		cr_expect_str_eq(s.out, expected, "%s, from a static program: %s", codes[i][1], s.out);
	}
}

Test(neighbours, python_m_venv_uses_the_named_interpreter, .timeout = 120)
{
	char *dir = fixture_dir(), *env = format("%s/env", dir), *made = format("%s/made", dir);
	struct installed_python other;

	if (!find_other(&other))
		return;
	char *name = strrchr(other.path, '/') + 1,
	     *at = format("PATH=%.*s:/usr/bin:/bin", (int)(name - other.path - 1), other.path);
	const struct {
		const char *words[9];
		bool is_own;
	} rows[] = {
		{{other.path, "-m", "venv", "--without-pip", made}, true},
		{{name, "-Im", "venv", "--without-pip", made}, true},
		{{BUILD_DIR "/tests/programs/static_raw", other.path, "-m", "venv", "--without-pip", made},
			true},
		{{"sh", "-c", format("%s -m venv --without-pip %s; true", other.path, made)}, true},
		{{"python3", "-m", "venv", "--without-pip", made}, false},
	};
	fixture_env(env, BASE);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *words[13] = {VENVRUN, env, "--", "env", at};
		memcpy(words + 5, rows[i].words, sizeof rows[i].words[0] * 8);
		struct spawned s = fixture_run(words, NULL);
		cr_expect(!s.status, "row %zu: %s", i, s.out);
		s = RUN(format("%s/bin/python", made), "-c",
			"import sys; "
			"print('%d %d' % sys.version_info[:2])");
		bool is_own = !strcmp(s.out, format("%d %d\n", other.major, other.minor));
		cr_expect_eq(is_own, rows[i].is_own, "row %zu: Python %s", i, s.out);
		RUN("rm", "-rf", made);
	}
}

/* Makes an environment at path by "python -m venv" of env; by venvbuild for Python 2, which has no venv. */
static struct spawned make(const struct installed_python *from, const char *env, const char *path,
	bool under_venvrun)
{
	const char *venv[] = {VENVRUN, env, "--", format("%s/bin/python", env), "-m", "venv", "--without-pip",
		path, NULL};
	const char *ours[] = {VENVRUN, env, "--", VENVBUILD, "--without-pip", "-p", from->path, path, NULL};
	return fixture_run((from->major == 2 ? ours : venv) + (under_venvrun ? 0 : 3), NULL);
}

ParameterizedTestParameters(neighbours, python_m_venv_works_as_without_venvrun)
{
	return interpreters_each();
}

ParameterizedTest(const struct installed_python *from, neighbours, python_m_venv_works_as_without_venvrun,
	.timeout = 120)
{
	if (!has(from, "import sys; sys.version_info[0] == 2 or __import__('venv')", "venv module"))
		return;
	char *dir = fixture_dir(), *env = format("%s/env", dir);
	char *plain = format("%s/a/new", dir), *under = format("%s/b/new", dir);

	fixture_env(env, from->path);
	struct spawned first = make(from, env, plain, false);
	struct spawned second = make(from, env, under, true);
	cr_expect_eq(first.status, 0, "%s: %s", from->label, first.out);
	cr_expect_eq(second.status, 0, "%s: %s", from->label, second.out);
	/* Only their names differ. */
	struct spawned difference = RUN("sh", "-c",
		format("cd %s && grep -rlZ %s/b . | xargs -0r sed -i 's,%s/b,%s/a,g'; diff -r "
		       "--no-dereference a b",
			dir, dir, dir, dir));
	cr_expect_str_eq(difference.out, "", "%s: %s", from->label, difference.out);

	struct spawned itself = RUN(VENVRUN, env, "--", format("%s/bin/python", under), "-c", PREFIX);
	cr_expect_str_eq(itself.out, format("%s\n", under), "%s", from->label);
}

/* Installs the project of tests/data with the environment's pip, from a local directory of wheels. */
static struct spawned install(const char *env, const char *dir, bool under_venvrun)
{
	const char *words[] = {VENVRUN, env, "--", format("%s/bin/python", env), "-m", "pip", "install",
		"--no-index", "--find-links", format("%s/wheels", dir), "--no-cache-dir",
		format("%s/project", dir), NULL};
	const char *const set[] = {"PIP_CONFIG_FILE=/dev/null", "PIP_FIND_LINKS",
		"PIP_DISABLE_PIP_VERSION_CHECK=1", "PIP_ROOT_USER_ACTION=ignore", NULL};
	return fixture_run(words + (under_venvrun ? 0 : 3), set);
}

ParameterizedTestParameters(neighbours, pip_with_build_isolation_installs_what_it_installs_without)
{
	return interpreters_each();
}

ParameterizedTest(const struct installed_python *from, neighbours,
	pip_with_build_isolation_installs_what_it_installs_without, .timeout = 240)
{
	char *dir = fixture_dir();
	char *envs[] = {format("%s/a", dir), format("%s/b", dir)};

	if (from->major < 3 || RUN(VENVBUILD, "-p", from->path, envs[0]).status ||
		RUN(format("%s/bin/python", envs[0]), "-c",
			"import pip; assert int(pip.__version__.split('.')[0]) >= 19")
			.status) {
		skip(format("%s has no pip that knows PEP 517", from->label));
		return;
	}
	cr_assert_eq(RUN(VENVBUILD, "-p", from->path, envs[1]).status, 0);
	cr_assert_eq(RUN("sh", "-c",
			     format("mkdir %s/wheels && cp -r " DATA "/project %s && %s/bin/python " DATA
				    "/tinybackend.py %s/wheels",
				     dir, dir, envs[0], dir))
			     .status,
		0);
	for (size_t i = 0; i < 2; i++) {
		struct spawned s = install(envs[i], dir, i);
		cr_assert_eq(s.status, 0, "%s: %s", from->label, s.out);
	}
	/* Both have the same files, and the build ran in the environment. */
	struct spawned difference = RUN("sh", "-c",
		format("cd %s && for e in a b; do (cd $e && find . ! -name '*.pyc' | sort) >$e.list; done; "
		       "diff a.list b.list",
			dir));
	cr_expect_str_eq(difference.out, "", "%s: %s", from->label, difference.out);
	struct spawned built = RUN(VENVRUN, envs[1], "--", "python3", "-c",
		"import greeter; print(greeter.BUILT_BY)");
	cr_expect_str_eq(built.out, format("%s\n", envs[1]), "%s: %s", from->label, built.out);

	/* The console script, by PATH, by path, from sh and with an empty environment. */
	char *greet = format("%s/bin/greet", envs[1]), *expected = format("%s|%s/bin/p", envs[1], envs[1]);
	const char *const launches[][4] = {{"greet", "x y"}, {greet, "x y"}, {"sh", "-c", "greet 'x y'"},
		{"env", "-i", greet, "x y"}};
	for (size_t i = 0; i < COUNT(launches); i++) {
		const char *words[8] = {VENVRUN, envs[1], "--"};
		memcpy(words + 3, launches[i], sizeof launches[i]);
		struct spawned s = fixture_run(words, NULL);
		cr_expect(!strncmp(s.out, expected, strlen(expected)) && strstr(s.out, "|x y\n"),
			"%s, launch %zu: %s", from->label, i, s.out);
	}
}
