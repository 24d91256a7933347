// SPDX-License-Identifier: MIT
// venvbuild as a program: every interpreter, seeds and cache, bad input, plans.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/tool/fs.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/home.h"
#include "tests/fixture.h"
#include "tests/interpreters.h"
#include "tests/skip.h"

#define BASE "/usr/bin/python3"

TestSuite(venvbuild, .init = home_setup, .timeout = 300);

Test(venvbuild, makes_an_environment_of_every_interpreter)
{
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX);
	for (size_t i = 0; i < count; i++) {
		const char *label = list[i].label;
		char *bare = in(format("bare%zu", i)), *full = in(format("full%zu", i));
		struct spawned s = RUN(VENVBUILD, "--without-pip", "-p", list[i].path, bare);
		cr_expect(!spawned_code(s) && !s.len, "%s: %s", label, s.out);
		expect_prefix(bare, label);
		cr_expect(!fs_exists(format("%s/bin/pip", bare)), "%s", label);
		/* The environment's other names, its library and the packages of its base, for a program. */
		s = RUN(format("%s/bin/python%d.%d", bare, list[i].major, list[i].minor), "-c",
			"import sys, os, json, ctypes, sysconfig\n"
			"assert sysconfig.get_path('purelib').startswith(sys.prefix + '/'), "
			"sysconfig.get_path('purelib')\n"
			"assert getattr(sys, 'base_prefix') != sys.prefix\n"
			"assert not [p for p in sys.path if p.endswith('-packages') and not "
			"p.startswith(sys.prefix)], sys.path\n"
			"import site; assert not site.ENABLE_USER_SITE\n");
		cr_expect_eq(spawned_code(s), 0, "%s: %s", label, s.out);
		s = RUN(format("%s/bin/python%d", bare, list[i].major), "-S", "-c", "import os, json");
		cr_expect_eq(spawned_code(s), 0, "%s -S: %s", label, s.out);
		s = RUN(VENVBUILD, "-p", list[i].path, full);
		if (strstr(s.out, "no wheel of pip")) {
			skip(format("pip in an environment: %s has no wheel", label));
			continue;
		}
		cr_expect_eq(spawned_code(s), 0, "%s: %s", label, s.out);
		expect_pip(full, label);
		s = RUN(format("%s/bin/python", full), "-m", "pip", "check");
		cr_expect_eq(spawned_code(s), 0, "%s: %s", label, s.out);
	}
}

Test(venvbuild, seeds_files_that_are_what_record_says)
{
	char *env = in("env");
	cr_assert_eq(spawned_code(RUN(VENVBUILD, "-p", BASE, env)), 0);
	struct spawned s = RUN(BASE, "-c",
		"import csv, glob, hashlib, base64, os, sys\n"
		"record, = glob.glob(sys.argv[1] + '/lib/*/site-packages/pip-*.dist-info/RECORD')\n"
		"site = os.path.dirname(os.path.dirname(record)); seen = set()\n"
		"for path, digest, size in csv.reader(open(record)):\n"
		"    data = open(os.path.join(site, path), 'rb').read(); "
		"seen.add(os.path.realpath(os.path.join(site, path)))\n"
		"    if digest:\n"
		"        kind, value = digest.split('=', 1)\n"
		"        assert base64.urlsafe_b64encode(hashlib.new(kind, "
		"data).digest()).rstrip(b'=').decode() == value, path\n"
		"        assert len(data) == int(size), path\n"
		"there = {os.path.join(d, f) for d, _, fs in os.walk(site) for f in fs}\n"
		"assert there <= seen, there - seen\n"
		"assert any(p.endswith('.pyc') for p in seen)\n",
		env);
	cr_expect_eq(spawned_code(s), 0, "%s", s.out);
}

Test(venvbuild, repairs_a_cache_that_was_changed)
{
	cr_assert_eq(spawned_code(RUN(VENVBUILD, "-p", BASE, in("one"))), 0);
	RUN("sh", "-c",
		format("for f in %s/cache/venvrun/wheels/*/tree/pip/__init__.py; do echo 'raise "
		       "SystemExit(9)' >$f; done; "
		       "for f in %s/cache/venvrun/interpreters/*; do echo x >>$f; done",
			home, home));
	struct spawned s = RUN(VENVBUILD, "-p", BASE, in("two"));
	cr_expect_eq(spawned_code(s), 0, "%s", s.out);
	expect_pip(in("two"), "a tampered cache");
	cr_expect_eq(spawned_code(RUN("sh", "-c",
			     format("for d in %s/cache/venvrun/wheels/*/; do rm -r $d/tree/pip; done",
				     home))),
		0);
	cr_expect_eq(spawned_code(RUN(VENVBUILD, "-p", BASE, in("three"))), 0);
	expect_pip(in("three"), "a cache with holes");
}

/* The caches of the first versions had no marks, and entries had other names. */
Test(venvbuild, works_with_an_older_cache)
{
	cr_assert_eq(spawned_code(RUN(VENVBUILD, "-p", BASE, in("one"))), 0);
	struct spawned s = RUN(BASE, "-c",
		"import glob, hashlib, os, sys\n"
		"for manifest in glob.glob(sys.argv[1] + '/cache/venvrun/wheels/*/manifest'):\n"
		"    entry = os.path.dirname(manifest)\n"
		"    first, sum, body = open(manifest).read().split('\\n', 2)\n"
		"    identity = body.split('\\n\\n')[0] + '\\n'\n"
		"    old = os.path.dirname(entry) + '/' + "
		"hashlib.sha256(identity.encode()).hexdigest()[:24]\n"
		"    os.rename(entry, old); os.chmod(old, 0o700); open(old + '.lock', 'w').close()\n"
		"    [os.remove(old + '/' + f) for f in os.listdir(old) if f not in ('tree', 'manifest', "
		"'record')]\n"
		"    for name in 'manifest', 'record':\n"
		"        text = open(old + '/' + name).read().split('\\n', 1)[1]\n"
		"        open(old + '/' + name, 'w').write(text)\n"
		"    print(old)\n",
		home);
	cr_assert(spawned_code(s) == 0 && strlen(s.out) > 24, "%s", s.out);
	s = RUN(VENVBUILD, "-p", BASE, in("two"));
	cr_expect_eq(spawned_code(s), 0, "%s", s.out);
	expect_pip(in("two"), "an older cache");
}

Test(venvbuild, works_without_a_cache)
{
	cr_expect_eq(spawned_code(RUN(VENVBUILD, "--no-cache", "-p", BASE, in("env"))), 0);
	expect_pip(in("env"), "--no-cache");
	cr_expect(!fs_exists(in("cache")));
	fixture_write(in("file"), 0644, "");
	struct spawned s = RUN(VENVBUILD, "--cache-dir", in("file"), "-p", BASE, in("env2"));
	cr_expect_eq(spawned_code(s), 0, "%s", s.out);
	expect_pip(in("env2"), "a cache directory that cannot be");
}

Test(venvbuild, links_files_in_the_requested_way)
{
	static const char *const modes[] = {"hardlink", "copy", "symlink"};
	for (size_t i = 0; i < COUNT(modes); i++) {
		char *env = in(modes[i]);
		struct spawned s = RUN(VENVBUILD, "-p", BASE, "--link-mode", modes[i], env);
		cr_expect_eq(spawned_code(s), 0, "%s: %s", modes[i], s.out);
		expect_pip(env, modes[i]);
		s = RUN("sh", "-c", format("stat -c '%%h %%F' %s/lib/*/site-packages/pip/__init__.py", env));
		const char *expected[] = {"2 regular file\n", "1 regular file\n", "1 symbolic link\n"};
		cr_expect_str_eq(s.out, expected[i]);
	}
	struct spawned s = RUN(VENVBUILD, "-p", BASE, "--link-mode=reflink", in("reflink"));
	if (spawned_code(s))
		cr_expect(strstr(s.out, "--link-mode=copy") && !fs_exists(in("reflink")), "%s", s.out);
}

Test(venvbuild, respects_the_umask)
{
	static const struct {
		mode_t mask;
		const char *bad;
	} rows[] = {{077, "-perm /077"}, {002, "! -perm -660"}};
	for (size_t i = 0; i < 2; i++) {
		umask(rows[i].mask);
		char *env = in(format("env%zu", i));
		cr_expect_eq(spawned_code(RUN(VENVBUILD, "-p", BASE, env)), 0);
		struct spawned s = RUN("sh", "-c", format("find %s -type f %s | head -3", env, rows[i].bad));
		cr_expect_str_eq(s.out, "");
	}
}

Test(venvbuild, copies_the_interpreter)
{
	cr_assert_eq(spawned_code(RUN(VENVBUILD, "--copies", "--without-pip", "-p", BASE, in("env"))), 0);
	expect_prefix(in("env"), "--copies");
	struct spawned s = RUN("find", in("env/bin"), "-type", "l");
	cr_expect_str_eq(s.out, "");
}

Test(venvbuild, removes_directories_that_it_made_in_vain)
{
	struct spawned s = RUN(VENVBUILD, "-p", BASE, "--seed", "wheel", in("a/b/env"));
	if (!spawned_code(s))
		skip("a seed that is missing: this system has a wheel of wheel");
	else
		cr_expect(strstr(s.out, "no wheel of wheel") && !fs_exists(in("a")), "%s", s.out);
	fixture_write(in("a-file"), 0644, "");
	cr_expect_eq(spawned_code(RUN(VENVBUILD, "--without-pip", "-p", BASE, in("a-file/env"))), 1);
	cr_expect_eq(home_entries(home), 1);
}

Test(venvbuild, refuses_wrong_usage)
{
	static const struct {
		const char *name;
		const char *words[5];
		int code;
		const char *says;
	} rows[] = {
		{"no environment", {NULL}, 2, "no environment; usage"},
		{"an unknown option", {"--frobnicate", "e"}, 2, "--frobnicate"},
		{"an option of a later version", {"--seal", "e"}, 2, "--seal"},
		{"an option cut short", {"--system-site", "e"}, 2, "--system"},
		{"a value that is missing", {"e", "-p"}, 2, "-p"},
		{"a value too many", {"--clear=1", "e"}, 2, "--clear"},
		{"an empty name", {""}, 2, "empty"},
		{"two that exclude each other", {"--clear", "--allow-existing", "e"}, 2, "exclude"},
		{"an unknown seed", {"--seed", "pip,foo", "e"}, 2, "foo"},
		{"a variable without a value", {"--env", "A", "e"}, 2, "NAME=VALUE"},
		{"a variable with a strange name", {"--env", "1A=x", "e"}, 2, "NAME=VALUE"},
		{"an unknown link mode", {"--link-mode=magic", "e"}, 2, "magic"},
		{"no such version", {"-p", "3.99", "e"}, 1, "--list-pythons"},
		{"no such path", {"-p", "/nonexistent/python", "e"}, 1, "/nonexistent/python"},
		{"no interpreter", {"-p", "/bin/true", "e"}, 1, "/bin/true"},
		{"no version", {"-p", "nonsense", "e"}, 1, "nonsense"},
		{"a colon", {"-p", BASE, "a:b"}, 1, "PATH"},
		{"the root", {"-p", BASE, "/"}, 1, "root"},
	};
	cr_assert_eq(chdir(home), 0);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *words[8] = {VENVBUILD};
		memcpy(words + 1, rows[i].words, sizeof(rows[i].words));
		struct spawned s = fixture_run(words, NULL);
		cr_expect_eq(spawned_code(s), rows[i].code, "%s: %s", rows[i].name, s.out);
		cr_expect(strstr(s.out, rows[i].says) && !strncmp(s.out, "venvbuild: ", 11), "%s: %s",
			rows[i].name, s.out);
		cr_expect_eq(home_entries(home), 0, "%s leaves something behind", rows[i].name);
	}
}

/* X.Y of the base, "3.11" on Debian 12. */
static char *base_version(void)
{
	struct spawned s = RUN(BASE, "-c", "import sys; sys.stdout.write('%d.%d' % sys.version_info[:2])");
	cr_assert_eq(spawned_code(s), 0);
	return format("%s", s.out);
}

Test(venvbuild, prints_a_plan_and_does_nothing)
{
	const char *version = base_version();
	struct spawned s = RUN(VENVBUILD, "--dry-run", "-p", BASE, in("env"));
	cr_expect(!spawned_code(s) &&
			strstr(s.out,
				format("symlink bin/python%s -> /usr/bin/python%s\n", version, version)),
		"%s", s.out);
	cr_expect_eq(home_entries(home), 0);
	s = RUN("sh", "-c",
		format(VENVBUILD " --dry-run --json -p " BASE " '%s/\"q\" \\x' | " BASE
				 " -c 'import json, sys; "
				 "print([s[\"step\"] for s in json.load(sys.stdin)[0][\"steps\"]][-1])'",
			home));
	cr_expect_str_eq(s.out, "write\n");
	s = RUN("sh", "-c",
		VENVBUILD " --list-pythons --json | " BASE
			  " -c 'import json, os, sys; "
			  "print(os.path.realpath(\"" BASE
			  "\") in [p[\"python\"] for p in json.load(sys.stdin)])'");
	cr_expect_str_eq(s.out, "True\n");
}

Test(venvbuild, finds_the_base_behind_environments)
{
	char *env = in("env"), *nested = in("nested");
	cr_assert_eq(spawned_code(RUN(VENVBUILD, "--without-pip", "-p", BASE, env)), 0);
	const char *const specs[] = {env, format("%s/bin/python", env), format("%s/bin/python3", env)};
	for (size_t i = 0; i < 3; i++) {
		struct spawned s = RUN(VENVBUILD, "--clear", "--without-pip", "-p", specs[i], nested);
		cr_expect_eq(spawned_code(s), 0, "%s: %s", specs[i], s.out);
		s = RUN("grep", "^home", format("%s/pyvenv.cfg", nested));
		cr_expect_str_eq(s.out, "home = /usr/bin\n");
	}
	const char *words[] = {VENVBUILD, "--clear", "--without-pip", "-p", base_version(), nested, NULL};
	const char *set[] = {format("PATH=%s/bin:/usr/bin:/bin", env), NULL};
	cr_expect_eq(spawned_code(fixture_run(words, set)), 0);
	cr_expect_str_eq(RUN("grep", "^home", format("%s/pyvenv.cfg", nested)).out, "home = /usr/bin\n");
}

Test(venvbuild, probes_the_base_even_below_venvrun)
{
	char *env = in("env"), *other = in("other");
	cr_assert_eq(spawned_code(RUN(VENVBUILD, "--without-pip", "-p", BASE, env)), 0);
	RUN("rm", "-rf", in("cache"));
	struct spawned s = RUN(VENVRUN, env, "--", VENVBUILD, "--without-pip", "-p", BASE, other);
	cr_expect_eq(spawned_code(s), 0, "%s", s.out);
	cr_expect_str_eq(RUN("grep", "^base-prefix", format("%s/pyvenv.cfg", other)).out,
		"base-prefix = /usr\n");
}

Test(venvbuild, keeps_variables)
{
	char *env = in("env");
	cr_assert_eq(spawned_code(RUN(VENVBUILD, "--without-pip", "-p", BASE, "--env", "A=x $HOME \"q\"",
			     "--env", "B=2", env)),
		0);
	struct spawned s = RUN("cat", format("%s/etc/environment.d/50-venvbuild.conf", env));
	cr_expect_str_eq(s.out, "A=\"x $$HOME \\\"q\\\"\"\nB=\"2\"\n");
}
