// SPDX-License-Identifier: MIT
// venvbuild --standalone: an environment that contains its base interpreter, and works without the original.
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/core/count.h"
#include "tests/e2e/home.h"
#include "tests/fixture.h"
#include "tests/interpreters.h"
#include "tests/skip.h"

#define DATA SOURCE_DIR "/tests/data"

static const char wheel_program[] =
	"import sys; sys.path.insert(0, sys.argv[1]); sys.dont_write_bytecode = True; import tinybackend\n"
	"tinybackend.write_wheel(sys.argv[2], 'one', {'one.py': 'import sys\\ndef main():\\n    print(\"one "
	"in \" + sys.prefix)\\n'},\n"
	"    '[console_scripts]\\none = one:main\\n')\n";

/* No loaded library, imported module or setting is the base's; its prefix is the first argument. */
static const char check_program[] =
	"import os, subprocess, sys, sysconfig\n"
	"import ctypes, decimal, hashlib, json, sqlite3, zlib\n"
	"old = sys.argv[1] + '/lib/'\n"
	"for name in ('ssl', 'lzma', 'bz2', 'readline', 'curses', 'tkinter'):\n"
	"    try:\n"
	"        __import__(name)\n"
	"    except ImportError:\n"
	"        pass\n"
	"for module in list(sys.modules.values()):\n"
	"    assert not (getattr(module, '__file__', None) or '').startswith(old + 'py'), module\n"
	"assert not [p for p in sys.path if p.startswith(old)], sys.path\n"
	"maps = [line.split(None, 5)[-1].strip() for line in open('/proc/self/maps')]\n"
	"assert not [p for p in maps if p.startswith((old + 'libpy', old + 'py')) or 'libpypy' in p and "
	"sys.prefix not in p], maps\n"
	"assert sys.prefix == sys.argv[2] and os.path.realpath(sys.base_prefix) == "
	"os.path.realpath(sys.prefix + '/base')\n"
	"for key, value in sysconfig.get_config_vars().items():\n"
	"    if key in ('LIBDIR', 'LIBDEST', 'INCLUDEPY', 'DESTLIB', 'LDFLAGS') and not "
	"old.startswith('/usr/'):\n"
	"        assert old not in value, (key, value)\n"
	"assert subprocess.check_output([sys.executable, '-c', 'import sys; "
	"print(sys.prefix)']).decode().strip() == sys.prefix\n"
	"print('fine')\n";

/* a program that runs a command with the base hidden: hide PREFIX COMMAND...; NULL: not possible here */
static char *hide;

static void setup(void)
{
	home_setup();
	home_index();
	unsetenv("VIRTUAL_ENV");
	struct spawned s = RUN("/usr/bin/python3", "-c", wheel_program, DATA, in("wheels"));
	cr_assert(!spawned_code(s), "%s", s.out);
	hide = (char *)fixture_write(in("hide"), 0700,
		"#!/bin/sh\n"
		"exec unshare -m sh -euc 'prefix=$1; shift\n"
		"case $prefix in /usr*) ;; *) mount -t tmpfs none \"$prefix\"; exec \"$@\" ;; esac\n"
		"for dir in /usr/lib/python3* /usr/lib/pypy3* /usr/local/lib/python3* /usr/include/python3*; "
		"do\n"
		"	[ ! -d \"$dir\" ] || mount -t tmpfs none \"$dir\"\n"
		"done\n"
		"exec \"$@\"' sh \"$@\"\n");
	if (spawned_code(RUN("unshare", "-m", "sh", "-c", "mount -t tmpfs none \"$0\"", in("wheels"))) != 0) {
		skip("standalone: no base interpreter can be hidden, as there is no mount namespace to be "
		     "had");
		hide = NULL;
	}
}

TestSuite(standalone, .init = setup, .timeout = 600);

/* Runs a shell command in the environment, "$0", with the base hidden. */
static struct spawned run(const char *env, const char *prefix, const char *command)
{
	return hide ? RUN(hide, prefix, "sh", "-uc", command, env, prefix)
		    : RUN("sh", "-uc", command, env, prefix);
}

static void expect(const char *env, const struct installed_python *base, const char *prefix)
{
	setenv("CHECK", check_program, 1);
	struct spawned s = run(env, prefix, "exec \"$0/bin/python\" -c \"$CHECK\" \"$1\" \"$0\"");
	cr_expect_str_eq(s.out, "fine\n", "%s: %s", base->label, s.out);
	s = run(env, prefix, "exec \"$0/bin/one\"");
	cr_expect_str_eq(s.out, format("one in %s\n", env), "%s: %s", base->label, s.out);
	s = run(env, prefix, "exec \"$0/bin/pip\" --version");
	cr_expect(!spawned_code(s) && strstr(s.out, format("from %s/", env)), "%s: %s", base->label, s.out);
	if (base->major < 3)
		return;
	s = run(env, prefix,
		format("exec %s \"$0\" -- /usr/bin/python3 -c 'import sys; print(sys.prefix)'", VENVRUN));
	cr_expect_str_eq(s.out, format("%s\n", env), "%s: venvrun: %s", base->label, s.out);
	s = run(env, prefix,
		"\"$0/bin/python\" -m venv --clear --without-pip \"$0/../nested\" && "
		"\"$0/../nested/bin/python\" -c 'import os, sys; print(os.path.realpath(sys.base_prefix))'");
	cr_expect_str_eq(s.out, format("%s/base\n", env), "%s: nested: %s", base->label, s.out);
}

/* At its path and after a move, or one of the two. */
static void try_base(const struct installed_python *base, const char *name, int first, int last)
{
	struct spawned s = RUN(base->path, "-c",
		"import sys; print(getattr(sys, 'base_prefix', sys.prefix))");
	const char *prefix = format("%.*s", (int)strcspn(s.out, "\n"), s.out);
	for (int moves = first; moves <= last; moves++) {
		char *env = in(format("%s%d", name, moves)), *there = in(format("%s moved", name));
		s = RUN(VENVBUILD, "--standalone", moves ? "--relocatable" : "--standalone", "-p", base->path,
			"--no-index", "--find-links", in("wheels"), "--install", "one", env);
		cr_assert(!spawned_code(s), "%s: %s", base->label, s.out);
		if (moves)
			cr_expect_eq(spawned_code(RUN("mv", env, there)), 0);
		expect(moves ? there : env, base, prefix);
		if (first == last && !moves)
			continue;
		s = RUN(VENVBUILD, "--repair", moves ? there : env);
		cr_expect(!spawned_code(s), "%s: %s", base->label, s.out);
		s = RUN("grep", "^home =", format("%s/pyvenv.cfg", moves ? there : env));
		cr_expect_str_eq(s.out, moves ? "" : format("home = %s/base/bin\n", env), "%s: %s",
			base->label, s.out);
		/* The new base has no file of the old one. */
		cr_expect_eq(spawned_code(RUN("touch", format("%s/base/old", moves ? there : env))), 0);
		s = RUN(VENVBUILD, "--upgrade", moves ? there : env);
		cr_expect(!spawned_code(s), "%s: %s", base->label, s.out);
		expect(moves ? there : env, base, prefix);
		struct stat st;
		cr_expect(lstat(format("%s/base/old", moves ? there : env), &st) < 0 &&
				!lstat(format("%s/base/bin", moves ? there : env), &st),
			"%s", base->label);
	}
}

/* The system's interpreter, which is moved, and the last of the others; every one in both ways with "make
 * check-standalone". */
Test(standalone, works_where_its_base_is_gone)
{
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX);
	bool every = getenv("VENVRUN_EVERY") != NULL;
	for (size_t i = 0; i < count; i++)
		if (every || i == 0 || i == count - 1)
			try_base(&list[i], format("e%zu", i), !every && i == 0, every || i == 0);
}

/* A base that finds libpython by a path outside of it: the copy would need that path. */
Test(standalone, refuses_a_base_that_cannot_be_copied)
{
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX), i = 0;
	while (i < count && (list[i].major < 3 || !strncmp(list[i].path, "/usr/", 5)))
		i++;
	if (i == count ||
		spawned_code(RUN("sh", "-c", "ldd \"$0\" | grep -q libpython", list[i].path)) != 0) {
		skip("standalone: no interpreter outside /usr has its libpython in a library");
		return;
	}
	const char *prefix = format("%.*s", (int)(strstr(list[i].path, "/bin/") - list[i].path),
		list[i].path);
	if (spawned_code(RUN("cp", "-al", prefix, in("base"))) != 0)
		cr_assert_eq(spawned_code(RUN("cp", "-a", prefix, in("base"))), 0);
	struct spawned s = RUN(VENVBUILD, "--standalone", "-p",
		format("%s/bin/%s", in("base"), strrchr(list[i].path, '/') + 1), in("e"));
	cr_expect(spawned_code(s) == 1 && strstr(s.out, "does not run without the original") &&
			strstr(s.out, "it still uses "),
		"%s", s.out);
	struct stat st;
	cr_expect(lstat(in("e"), &st) < 0, "nothing is left behind");
}

Test(standalone, copies_no_tests_and_links_the_files_of_the_cache)
{
	struct spawned s = RUN(VENVBUILD, "--standalone", "-p", "/usr/bin/python3", "--without-pip", in("a"),
		in("b"));
	cr_assert(!spawned_code(s), "%s", s.out);
	s = RUN("sh", "-c",
		"find \"$0/base\" -name test -o -name '*.a' -o -name EXTERNALLY-MANAGED -o -name "
		"'*.opt-?.pyc'",
		in("a"));
	cr_expect_str_eq(s.out, "", "%s", s.out);
	s = RUN("sh", "-c", "find \"$0/base\" -type f -links +2 | wc -l; find \"$0/base\" -type f | wc -l",
		in("b"));
	int shared = 0, all = 0;
	cr_assert_eq(sscanf(s.out, "%d %d", &shared, &all), 2);
	/* no links where the file system shares blocks */
	cr_expect(all > 300 && (shared == all || !shared), "%s", s.out);
	static const char *const excluded[] = {"--copies", "--system-site-packages", "--link-mode=symlink"};
	for (size_t i = 0; i < COUNT(excluded); i++) {
		s = RUN(VENVBUILD, "--standalone", excluded[i], in("c"));
		cr_expect(spawned_code(s) == 2 && strstr(s.out, "--standalone excludes"), "%s: %s",
			excluded[i], s.out);
	}
}
