// SPDX-License-Identifier: MIT
// Pythons that are not ENV's: embedded in gdb, in vim, in a program that links libpython or loads it late.
// They import what ENV has and not what only the base has, if their version is ENV's.
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/core/count.h"
#include "tests/e2e/host.h"
#include "tests/fixture.h"
#include "tests/interpreters.h"
#include "tests/skip.h"

#define STATIC_RAW BUILD_DIR "/tests/programs/static_raw"
#define ENVIRONMENT "True False\n"
#define BASE "False True\n"

/* A module that an interpreter imports from its own site directories, the first by name; NULL: it has
 * none. */
static const char *base_module(const struct installed_python *base)
{
	static const char find[] =
		"import sys, os\n"
		"for d in sys.path:\n"
		"    for f in sorted(os.listdir(d)) if d.endswith('-packages') and os.path.isdir(d) else "
		"[]:\n"
		"        m = f[:-3] if f.endswith('.py') else f\n"
		"        if m in ('six', 'pip', 'setuptools', 'toml', 'xmltodict', 'pkg_resources'):\n"
		"            print(m); sys.exit()\n";
	struct spawned s = RUN("env", "-i", "PATH=/nonexistent", base->path, "-B", "-c", find);

	s.out[strcspn(s.out, "\n")] = '\0';
	return !s.status && s.out[0] ? format("%s", s.out) : NULL;
}

/* The first interpreter of a version, and not one of PyPy. */
static const struct installed_python *of_version(int major, int minor)
{
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX);

	for (size_t i = 0; i < count; i++)
		if (list[i].major == major && list[i].minor == minor && !list[i].pypy)
			return &list[i];
	return NULL;
}

ParameterizedTestParameters(embedded, a_program_imports_what_the_environment_has)
{
	return interpreters_each();
}

ParameterizedTest(const struct installed_python *python, embedded, a_program_imports_what_the_environment_has,
	.timeout = 120)
{
	const struct installed_python *other = of_version(3, python->minor == 11 ? 12 : 11);
	char *dir = fixture_dir(), *env = format("%s/env", dir), *wrong = format("%s/wrong", dir);
	const char *module = base_module(python);
	struct host host;

	if (!module) {
		skip(format("embedded: %s has no package of its own to look for", python->label));
		return;
	}
	if (!host_make(&host, dir, python, module))
		return;
	fixture_env(env, python->path);
	if (other)
		fixture_env(wrong, other->path);
	else
		skip(format("embedded: no environment of another version than that of %s", python->label));
	for (size_t i = 0; i < HOST_WAYS; i++) {
		struct spawned without = host_run(&host, host_ways[i], NULL),
			       s = host_run(&host, host_ways[i], env);
		cr_expect_str_eq(without.out, BASE, "%s, %s, without venvrun: %s", python->label,
			host_ways[i], without.out);
		cr_expect_str_eq(s.out, ENVIRONMENT, "%s, %s: %s", python->label, host_ways[i], s.out);
		s = other ? host_run(&host, host_ways[i], wrong) : without;
		cr_expect_str_eq(s.out, BASE, "%s, %s, ENV of another version: %s", python->label,
			host_ways[i], s.out);
	}
}

/* Another thread's calls come before, while and after it is loaded. One round in three went wrong when they
 * ended the looking. */
Test(embedded, a_library_that_is_loaded_while_other_threads_search_is_found, .timeout = 120)
{
	char *dir = fixture_dir(), *env = format("%s/env", dir);
	struct installed_python first;
	struct host host;

	cr_assert(interpreters(&first, 1));
	const char *module = base_module(&first);
	if (!module || !host_make(&host, dir, &first, module))
		return;
	fixture_env(env, first.path);
	for (int i = 0; i < 20; i++) {
		struct spawned s = host_run(&host, "busy", env);
		cr_expect_str_eq(s.out, ENVIRONMENT, "round %d: %s", i, s.out);
	}
}

/* Nothing but the library hides it: there is no PYTHONNOUSERSITE any more. */
Test(embedded, the_users_packages_are_hidden_when_isolated, .timeout = 120)
{
	char *dir = fixture_dir(), *env = format("%s/env", dir), *home = format("HOME=%s", dir);
	struct installed_python first;
	struct host host;

	cr_assert(interpreters(&first, 1));
	char *above = format("%s/.local/lib/python%d.%d", dir, first.major, first.minor);
	cr_assert(!RUN("mkdir", "-p", format("%s/site-packages", above)).status);
	fixture_write(format("%s/site-packages/only_user.py", above), 0644, "");
	if (!host_make(&host, dir, &first, "only_user"))
		return;
	fixture_env(env, first.path);
	char *code = format("%sprint(os.listdir('%s'))\n", host.code, above);
	struct spawned without = RUN(VENVRUN, env, "--", ALONE, home, host.program, "late", host.library,
		code);
	cr_expect_str_eq(without.out, "True True\n['site-packages']\n", "%s", without.out);
	struct spawned s = RUN("env", home, VENVRUN, "--isolated", env, "--", ALONE, home, host.program,
		"late", host.library, code);
	cr_expect_str_eq(s.out, "True False\n[]\n", "%s", s.out);
}

/* With PATH as venvrun sets it, too, where Python takes ENV for its own. */
Test(embedded, a_program_finds_the_environment_by_path, .timeout = 120)
{
	char *dir = fixture_dir(), *env = format("%s/env", dir);
	struct installed_python first;
	struct host host;

	cr_assert(interpreters(&first, 1));
	const char *module = base_module(&first);
	if (!module || !host_make(&host, dir, &first, module))
		return;
	fixture_env(env, first.path);
	struct spawned s = RUN(VENVRUN, env, "--", host.program, "late", host.library, host.code);
	cr_expect_str_eq(s.out, ENVIRONMENT, "%s: %s", first.label, s.out);
}

/* A program that only hands its arguments to libpython is an interpreter, also where only the loader saw it
 * start; linkers leave different tables in it. */
Test(embedded, a_launcher_is_replaced_however_it_was_linked, .timeout = 120)
{
	static const char *const flags[] = {"-pie -fPIE", "-no-pie -fno-pie", "-no-pie -fno-pie -Wl,-z,now",
		"-no-pie -fno-pie -Wl,--hash-style=sysv", "-no-pie -fno-pie -Wl,--hash-style=both"};
	char *dir = fixture_dir(), *env = format("%s/env", dir), *source = format("%s/launcher.c", dir);
	struct installed_python first;

	cr_assert(interpreters(&first, 1));
	char *library = host_libpython(&first);
	if (!library)
		return;
	if (first.major < 3 || first.minor < 8) {
		skip(format("embedded: %s has no Py_BytesMain", first.label));
		return;
	}
	if (access(STATIC_RAW, X_OK) < 0) {
		skip("embedded: no static libc");
		return;
	}
	fixture_env(env, first.path);
	fixture_write(source, 0644,
		"int Py_BytesMain(int, char **);\nint main(int n, char **words) { return Py_BytesMain(n, "
		"words); }\n");
	for (size_t i = 0; i < COUNT(flags); i++) {
		char *launcher = format("%s/python%d.%d", dir, first.major, first.minor);
		struct spawned s = RUN("sh", "-c",
			format("${CC:-cc} %s -o %s %s %s -Wl,-rpath,%.*s", flags[i], launcher, source,
				library, (int)(strrchr(library, '/') - library), library));
		cr_assert_eq(s.status, 0, "%s", s.out);
		s = RUN(VENVRUN, env, "--", STATIC_RAW, launcher, "-c", "import sys; print(sys.prefix)");
		cr_expect_str_eq(s.out, format("%s\n", env), "%s, %s: %s", first.label, flags[i], s.out);
	}
}

/* A Python command for a program that has Python in it: what it says of itself, "3 11", and what $CODE is. */
#define VERSION "import os, sys; os.write(1, ('%d %d' % sys.version_info[:2]).encode())"
#define RUN_CODE "import os; exec(open(os.environ['CODE']).read())"

/* asks and runs are the command lines for VERSION and for RUN_CODE. */
static void check_program(const char *name, const char *const *asks, const char *const *runs)
{
	char *dir = fixture_dir(), *code = format("%s/code.py", dir), *env = format("%s/env", dir),
	     *wrong = format("%s/wrong", dir);
	const char *const set[] = {format("CODE=%s", code), format("HOME=%s", dir),
		"PYTHONDONTWRITEBYTECODE=1", NULL};
	struct spawned s = fixture_run(asks, set);
	int major, minor;

	if (s.error || s.status || sscanf(s.out, "%d %d", &major, &minor) != 2) {
		skip(format("embedded: no %s with a Python 3 in it", name));
		return;
	}
	const struct installed_python *base = of_version(major, minor),
				      *other = of_version(3, minor == 11 ? 12 : 11);
	const char *module = base ? base_module(base) : NULL;
	if (!module || !other) {
		skip(format(
			"embedded: %s needs a Python of its version that has packages, and one of another",
			name));
		return;
	}
	fixture_write(code, 0644, format(SAYS, module));
	fixture_env(env, base->path);
	fixture_env(wrong, other->path);
	const char *const roots[] = {NULL, env, wrong}, *const expected[] = {BASE, ENVIRONMENT, BASE};
	for (size_t i = 0; i < 3; i++) {
		/* Without ENV in PATH, or another Python of its version: it would take that for its own. */
		const char *line[24] = {VENVRUN, roots[i], "--"};
		size_t n = roots[i] ? 3 : 0;
		line[n++] = "env";
		line[n++] = "PATH=/usr/bin:/bin";
		for (const char *const *word = runs; *word; word++)
			line[n++] = *word;
		line[n] = NULL;
		s = fixture_run(line, set);
		cr_expect_str_eq(s.out, expected[i], "%s in %s: %s", name, roots[i] ? roots[i] : "nothing",
			s.out);
	}
}

Test(embedded, gdb_imports_what_the_environment_has, .timeout = 120)
{
	const char *const asks[] = {"gdb", "-nx", "-batch", "-ex", "python " VERSION, NULL};
	const char *const runs[] = {"gdb", "-nx", "-batch", "-ex", "python " RUN_CODE, NULL};

	check_program("gdb", asks, runs);
}

Test(embedded, vim_imports_what_the_environment_has, .timeout = 120)
{
	const char *const asks[] = {"vim", "-u", "NONE", "-N", "-es", "-c", "py3 " VERSION, "-c", "qa!",
		NULL};
	const char *const runs[] = {"vim", "-u", "NONE", "-N", "-es", "-c", "py3 " RUN_CODE, "-c", "qa!",
		NULL};

	check_program("vim", asks, runs);
}
