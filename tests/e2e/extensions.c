// SPDX-License-Identifier: MIT
// dlopen(3): extension modules that are found through a redirected directory, and libraries that the caller's
// RUNPATH finds by name.
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

#include "tests/fixture.h"
#include "tests/interpreters.h"
#include "tests/skip.h"

#define BARE SOURCE_DIR "/tests/programs/bare.c"

ParameterizedTestParameters(extensions, load_through_a_redirected_directory_with_their_libraries)
{
	return interpreters_each();
}

/* In the layout of auditwheel: PACKAGE/_extension.so needs PACKAGE.libs/libanswer.so, by
 * RUNPATH=$ORIGIN/../PACKAGE.libs. */
#define BUILD \
	"cd %s; mkdir -p pack pack.libs; : >pack/__init__.py; " \
	"${CC:-cc} -shared -fPIC -DANSWER=42 -o pack.libs/libanswer.so " BARE \
	"; " \
	"${CC:-cc} -shared -fPIC -o pack/_extension.so -I$(%s -c 'import sysconfig; " \
	"print(sysconfig.get_paths()[\"include\"])') " SOURCE_DIR \
	"/tests/data/extension.c -Lpack.libs -lanswer -Wl,--enable-new-dtags,-rpath,'$ORIGIN/../pack.libs'"

#define ASK \
	"import os, site, sys; sys.stdout.write([d for d in site.getsitepackages() if " \
	"os.path.isdir(d)][-1])"

/* ENV's own directory is not in sys.path, so the module is imported by the base's path. Prints the mapped
 * file. */
#define IMPORT \
	"import sys\nsys.path[:] = [p for p in sys.path if p != '%s']\n" \
	"from pack import _extension\nprint(_extension.ask(), _extension.__file__.startswith('%s/'))\n" \
	"import ctypes\nprint(ctypes.CDLL('%s/pack.libs/libanswer.so').answer())\n" \
	"print('%s/pack/_extension.so' in open('/proc/self/maps').read())\n"

ParameterizedTest(const struct installed_python *from, extensions,
	load_through_a_redirected_directory_with_their_libraries, .timeout = 60)
{
	char *dir = fixture_dir(), *env = format("%s/env", dir), *python = format("%s/bin/python", env);
	char *site = format("%s/lib/python%d.%d/site-packages", env, from->major, from->minor);

	if (from->major < 3 || from->pypy) {
		skip(format("extensions: %s has another form of module", from->label));
		return;
	}
	struct spawned base = RUN(from->path, "-c", ASK);
	cr_assert(!base.status && base.out[0] == '/', "%s: %s", from->label, base.out);
	fixture_env(env, from->path);
	struct spawned built = RUN("sh", "-ec", format(BUILD, site, from->path));
	if (built.status) {
		skip(format("extensions: %s has no Python.h", from->label));
		return;
	}
	char *code = format("import sys\nsys.path.insert(1, '%s')\n" IMPORT, base.out, site, base.out,
		base.out, site);
	const char *const set[] = {"PYTHONDONTWRITEBYTECODE=1", NULL};
	struct spawned without = fixture_run((const char *const[]){python, "-c", code, NULL}, set);
	struct spawned s = fixture_run((const char *const[]){VENVRUN, env, "--", python, "-c", code, NULL},
		set);
	cr_expect(without.status && strstr(without.out, "Error: "), "%s: %s", from->label, without.out);
	cr_expect_str_eq(s.out, "42 True\n42\nTrue\n", "%s: %s", from->label, s.out);
}

/* The loader searches the RUNPATH of its caller. With the library loaded, that is still the program, or
 * the library that loads another. */
Test(extensions, the_callers_runpath_finds_what_has_no_path, .timeout = 60)
{
	static const char build[] =
		"cd \"$0\"; mkdir a b; cc=${CC:-cc}; "
		"$cc -shared -fPIC -DANSWER=1 -o a/libplain.so " BARE
		"; $cc -shared -fPIC -DANSWER=2 -o b/libother.so " BARE
		"; "
		"$cc -shared -fPIC '-DNEXT=\"libother.so\"' -o a/libnext.so " BARE
		" -ldl -Wl,--enable-new-dtags,-rpath,'$ORIGIN/../b'; "
		"$cc -shared -fPIC '-DNEXT=\"$ORIGIN/../b/libother.so\"' -o a/liborigin.so " BARE
		" -ldl; "
		"$cc -o bare " BARE " -ldl -Wl,--enable-new-dtags,-rpath,'$ORIGIN/a'";
	char *dir = fixture_dir(), *env = format("%s/env", dir), *program = format("%s/bare", dir);
	struct installed_python first;

	cr_assert(interpreters(&first, 1));
	fixture_env(env, first.path);
	struct spawned built = RUN("sh", "-ec", build, dir);
	cr_assert_eq(built.status, 0, "%s", built.out);
	static const char expected[] = "-1\n1\n2\n2\n1\n";
#define NAMES "libother.so", "libplain.so", "libnext.so", "liborigin.so", "$ORIGIN/a/libplain.so"
	struct spawned without = RUN(program, NAMES), s = RUN(VENVRUN, env, "--", program, NAMES);
	cr_expect_str_eq(without.out, expected);
	cr_expect_str_eq(s.out, expected);
}
