// SPDX-License-Identifier: MIT
// venvbuild as its users see it: every interpreter, what is there already, bad input, races and kills.
#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/tool/fs.h"
#include "tests/e2e/home.h"
#include "tests/fixture.h"
#include "tests/interpreters.h"
#include "tests/skip.h"

#define BASE "/usr/bin/python3"

TestSuite(venvbuild, .init = home_setup, .timeout = 300);

/* How many entries the directory has, "." and ".." and the cache left out. */
static int entries(const char *path)
{
	DIR *d = opendir(path);
	int count = 0;
	for (const struct dirent *entry; d && (entry = readdir(d));)
		count += entry->d_name[0] != '.' ? strcmp(entry->d_name, "cache") != 0 : strlen(entry->d_name) > 2;
	if (d)
		closedir(d);
	return count;
}

static void expect_prefix(const char *env, const char *what)
{
	struct spawned s = RUN(format("%s/bin/python", env), "-c", "import sys; print(sys.prefix)");
	cr_expect(!spawned_code(s) && !strcmp(s.out, format("%s\n", env)), "%s: %s", what, s.out);
}

static void expect_pip(const char *env, const char *what)
{
	struct spawned s = RUN(format("%s/bin/pip", env), "--version");
	cr_expect(!spawned_code(s) && strstr(s.out, format("from %s/lib", env)), "%s: %s", what, s.out);
}

Test(venvbuild, makes_an_environment_of_every_interpreter)
{
	static struct interpreter list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX);
	for (size_t i = 0; i < count; i++) {
		const char *label = list[i].label;
		char *bare = in(format("bare%zu", i)), *full = in(format("full%zu", i));
		struct spawned s = RUN(VENVBUILD, "--without-pip", "-p", list[i].path, bare);
		cr_expect(!spawned_code(s) && !s.len, "%s: %s", label, s.out);
		expect_prefix(bare, label);
		cr_expect(!fs_exists(format("%s/bin/pip", bare)), "%s", label);
		/* What a program sees of the environment's other names, of its library and of its base's packages. */
		s = RUN(format("%s/bin/python%d.%d", bare, list[i].major, list[i].minor), "-c",
			"import sys, os, json, ctypes, sysconfig\n"
			"assert sysconfig.get_path('purelib').startswith(sys.prefix + '/'), sysconfig.get_path('purelib')\n"
			"assert getattr(sys, 'base_prefix') != sys.prefix\n"
			"assert not [p for p in sys.path if p.endswith('-packages') and not p.startswith(sys.prefix)], sys.path\n"
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
		"    data = open(os.path.join(site, path), 'rb').read(); seen.add(os.path.realpath(os.path.join(site, path)))\n"
		"    if digest:\n"
		"        kind, value = digest.split('=', 1)\n"
		"        assert base64.urlsafe_b64encode(hashlib.new(kind, data).digest()).rstrip(b'=').decode() == value, path\n"
		"        assert len(data) == int(size), path\n"
		"there = {os.path.join(d, f) for d, _, fs in os.walk(site) for f in fs}\n"
		"assert there <= seen, there - seen\n"
		"assert any(p.endswith('.pyc') for p in seen)\n",
		env);
	cr_expect_eq(spawned_code(s), 0, "%s", s.out);
}

Test(venvbuild, mends_a_cache_that_was_tampered_with)
{
	cr_assert_eq(spawned_code(RUN(VENVBUILD, "-p", BASE, in("one"))), 0);
	RUN("sh", "-c", format("for f in %s/cache/venvrun/wheels/*/tree/pip/__init__.py; do echo 'raise SystemExit(9)' >$f; done; "
			       "for f in %s/cache/venvrun/interpreters/*; do echo x >>$f; done", home, home));
	struct spawned s = RUN(VENVBUILD, "-p", BASE, in("two"));
	cr_expect_eq(spawned_code(s), 0, "%s", s.out);
	expect_pip(in("two"), "a tampered cache");
	cr_expect_eq(spawned_code(RUN("sh", "-c", format("for d in %s/cache/venvrun/wheels/*/; do rm -r $d/tree/pip; done", home))), 0);
	cr_expect_eq(spawned_code(RUN(VENVBUILD, "-p", BASE, in("three"))), 0);
	expect_pip(in("three"), "a cache with holes");
}

Test(venvbuild, does_without_a_cache)
{
	cr_expect_eq(spawned_code(RUN(VENVBUILD, "--no-cache", "-p", BASE, in("env"))), 0);
	expect_pip(in("env"), "--no-cache");
	cr_expect(!fs_exists(in("cache")));
	fixture_write(in("file"), 0644, "");
	struct spawned s = RUN(VENVBUILD, "--cache-dir", in("file"), "-p", BASE, in("env2"));
	cr_expect_eq(spawned_code(s), 0, "%s", s.out);
	expect_pip(in("env2"), "a cache directory that cannot be");
}

Test(venvbuild, links_files_in_the_way_that_is_asked_for)
{
	static const char *const modes[] = {"hardlink", "copy", "symlink"};
	for (size_t i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
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

Test(venvbuild, keeps_to_the_umask)
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

Test(venvbuild, goes_by_what_is_there)
{
	static const struct {
		const char *name, *before, *options;
		int code;
		const char *says, *after; /* after: a shell test in the directory */
	} rows[] = {
		{"nothing", ":", "", 0, "", "test -e e/pyvenv.cfg"},
		{"an empty directory", "mkdir e", "", 0, "", "test -e e/pyvenv.cfg"},
		{"a link to an empty directory", "mkdir r; ln -s r e", "", 0, "", "test -L e && test -e r/pyvenv.cfg"},
		{"the same again", VENVBUILD " --without-pip -p " BASE " e", "", 0, "", "test -e e/pyvenv.cfg"},
		{"another environment", VENVBUILD " --without-pip --prompt x -p " BASE " e", "", 1, "--clear", "grep -q \"prompt = 'x'\" e/pyvenv.cfg"},
		{"--clear", VENVBUILD " --without-pip -p " BASE " e; touch e/mine", "--clear", 0, "", "test -e e/pyvenv.cfg && ! test -e e/mine"},
		{"--clear of a link", "mkdir r; touch r/pyvenv.cfg r/mine; ln -s r e", "--clear", 0, "", "test -L e && ! test -e r/mine"},
		{"--allow-existing", VENVBUILD " --without-pip -p " BASE " e; touch e/mine", "--allow-existing --prompt y", 0, "", "test -e e/mine && grep -q \"prompt = 'y'\" e/pyvenv.cfg"},
		{"--allow-existing beside other files", "mkdir e; touch e/mine", "--allow-existing", 0, "", "test -e e/mine && test -e e/pyvenv.cfg"},
		{"--allow-existing of files with other names", "mkdir -p e/d; touch e/d/mine; ln e/d/mine .other", "--allow-existing", 0, "", "test e/d/mine -ef .other"},
		{"--allow-existing beside a fifo and a link", "mkdir e; mkfifo e/f; ln -s none e/l", "--allow-existing", 0, "", "test -p e/f && test -h e/l"},
		{"--allow-existing keeps modes", "mkdir -p -m 2750 e e/bin; touch -d 2001-01-01 e/bin", "--allow-existing", 0, "", "test \"$(stat -c %a:%Y e/bin)\" = 2750:978307200 && test $(stat -c %a e) = 2750"},
		{"other files", "mkdir e; touch e/mine", "", 1, "not empty", "test \"$(ls -A e)\" = mine"},
		{"--clear of other files", "mkdir e; touch e/mine", "--clear", 1, "no environment", "test \"$(ls -A e)\" = mine"},
		{"a file", "touch e", "", 1, "no directory", "test -f e"},
		{"a dangling link", "ln -s none e", "", 1, "no directory", "test -L e && ! test -e none"},
		{"a file for a directory", "mkdir e; touch e/bin e/pyvenv.cfg", "--allow-existing", 1, "e/bin", "test -f e/bin && ! test -e e/lib"},
		{"a link for a directory", "mkdir e r; ln -s ../r e/lib; touch e/pyvenv.cfg", "--allow-existing", 1, "e/lib", "test \"$(ls -A r)\" = ''"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *name = rows[i].name;
		char *at = in(format("row%zu", i));
		struct spawned s = RUN("sh", "-c", format("mkdir %s; cd %s; %s", at, at, rows[i].before));
		cr_assert_eq(spawned_code(s), 0, "%s: %s", name, s.out);
		int before = entries(at);
		s = RUN("sh", "-c", format("cd %s; exec " VENVBUILD " --without-pip -p " BASE " %s e", at, rows[i].options));
		cr_expect_eq(spawned_code(s), rows[i].code, "%s: %s", name, s.out);
		cr_expect(strstr(s.out, rows[i].says), "%s: %s", name, s.out);
		cr_expect_eq(spawned_code(RUN("sh", "-c", format("cd %s; %s", at, rows[i].after))), 0, "%s", name);
		cr_expect_eq(entries(at), before + (i == 0), "%s leaves something behind", name);
	}
}

Test(venvbuild, stays_in_the_working_directory)
{
	char *env = in("env");
	cr_assert_eq(mkdir(env, 0755), 0);
	cr_assert_eq(chdir(env), 0);
	cr_expect_eq(spawned_code(RUN(VENVBUILD, "--without-pip", "-p", BASE, ".")), 0);
	cr_expect(fs_exists("pyvenv.cfg"), "the directory is the same one");
	fixture_write("mine", 0644, "");
	cr_expect_eq(spawned_code(RUN(VENVBUILD, "--clear", "--without-pip", "-p", BASE, ".")), 0);
	cr_expect(fs_exists("pyvenv.cfg") && !fs_exists("mine"));
	expect_prefix(env, "the working directory");
	cr_assert(!mkdir("sub", 0755) && !chdir("sub"));
	fixture_write("mine", 0644, "");
	cr_expect_eq(spawned_code(RUN(VENVBUILD, "--upgrade", "--prompt", "x", "..")), 0);
	cr_expect(fs_exists("../bin/python") && fs_exists(in("env/sub/mine")), "a directory in it is the same one");
	cr_expect_eq(spawned_code(RUN("grep", "-q", "^prompt = 'x'", in("env/pyvenv.cfg"))), 0);
}

Test(venvbuild, upgrades_under_a_program_that_runs)
{
	char *env = in("env");
	cr_assert_eq(spawned_code(RUN(VENVBUILD, "--without-pip", "--copies", "-p", BASE, env)), 0);
	struct spawned s = RUN("sh", "-c", format("cd %s/env; mkdir sub; echo 1 >sub/f\n%s/bin/python -c 'import sys, subprocess\n"
		"with open(\"sub/f\", \"a\") as f:\n"
		"  subprocess.check_call([\"" VENVBUILD "\", \"--upgrade\", sys.prefix], cwd=\"/\")\n"
		"  f.write(\"2\")\n"
		"import json, subprocess; subprocess.check_call([sys.executable, \"-c\", \"\"])'\ncat %s/sub/f", home, env, env));
	cr_expect(!spawned_code(s) && !strcmp(s.out, "1\n2"), "%s", s.out);
}

Test(venvbuild, fills_a_directory_that_cannot_be_renamed)
{
	/* A mount point; a bind mount, which has its parent's device; a directory in one that denies us. */
	static const struct {
		const char *name, *before;
	} rows[] = {
		{"a mount point", "unshare -m sh -c 'mount -t tmpfs none e && exec sh ../build'"},
		{"a bind mount", "unshare -m sh -c 'mount --bind e e && exec sh ../build'"},
		{"a parent that denies us", "chown 65534 e; exec setpriv --reuid=65534 --clear-groups sh ../build"},
	};
	if (geteuid()) {
		skip("directories that cannot be renamed: only root can make them");
		return;
	}
	cr_assert_eq(chmod(home, 0755), 0);
	fixture_write(in("build"), 0644,
		"unset XDG_CACHE_HOME; HOME=/dev/null; export HOME\n" VENVBUILD " -p " BASE " e && test -e e/pyvenv.cfg && touch e/mine && " VENVBUILD
		" --clear -p " BASE " --prompt x e && test -e e/pyvenv.cfg && ! test -e e/mine && e/bin/pip --version && ls -A e | wc -l && exec ls -A\n");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *at = in(format("at%zu", i));
		if (i < 2 && spawned_code(RUN("unshare", "-m", "true"))) {
			skip(format("%s: mount namespaces are not allowed here", rows[i].name));
			continue;
		}
		struct spawned s = RUN("sh", "-c", format("mkdir -p %s/e; cd %s; %s", at, at, rows[i].before));
		cr_expect_eq(spawned_code(s), 0, "%s: %s", rows[i].name, s.out);
		cr_expect(strstr(s.out, "\n7\ne\n"), "%s: %s", rows[i].name, s.out);
	}
}

Test(venvbuild, takes_directories_away_that_it_made_in_vain)
{
	struct spawned s = RUN(VENVBUILD, "-p", BASE, "--seed", "wheel", in("a/b/env"));
	if (!spawned_code(s))
		skip("a seed that is missing: this system has a wheel of wheel");
	else
		cr_expect(strstr(s.out, "no wheel of wheel") && !fs_exists(in("a")), "%s", s.out);
	fixture_write(in("a-file"), 0644, "");
	cr_expect_eq(spawned_code(RUN(VENVBUILD, "--without-pip", "-p", BASE, in("a-file/env"))), 1);
	cr_expect_eq(entries(home), 1);
}

Test(venvbuild, refuses_wrong_usage)
{
	static const struct {
		const char *name;
		const char *words[5];
		int code;
		const char *says;
	} rows[] = {
		{"no environment", {NULL}, 2, "which environment"},
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
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *words[8] = {VENVBUILD};
		memcpy(words + 1, rows[i].words, sizeof(rows[i].words));
		struct spawned s = fixture_run(words, NULL);
		cr_expect_eq(spawned_code(s), rows[i].code, "%s: %s", rows[i].name, s.out);
		cr_expect(strstr(s.out, rows[i].says) && !strncmp(s.out, "venvbuild: ", 11), "%s: %s", rows[i].name, s.out);
		cr_expect_eq(entries(home), 0, "%s leaves something behind", rows[i].name);
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
	cr_expect(!spawned_code(s) && strstr(s.out, format("symlink bin/python%s -> /usr/bin/python%s\n", version, version)), "%s",
		s.out);
	cr_expect_eq(entries(home), 0);
	s = RUN("sh", "-c", format(VENVBUILD " --dry-run --json -p " BASE " '%s/\"q\" \\x' | " BASE " -c 'import json, sys; "
				   "print([s[\"step\"] for s in json.load(sys.stdin)[0][\"steps\"]][-1])'", home));
	cr_expect_str_eq(s.out, "write\n");
	s = RUN("sh", "-c", VENVBUILD " --list-pythons --json | " BASE " -c 'import json, os, sys; "
			    "print(os.path.realpath(\"" BASE "\") in [p[\"python\"] for p in json.load(sys.stdin)])'");
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

Test(venvbuild, asks_the_base_even_below_venvrun)
{
	char *env = in("env"), *other = in("other");
	cr_assert_eq(spawned_code(RUN(VENVBUILD, "--without-pip", "-p", BASE, env)), 0);
	RUN("rm", "-rf", in("cache"));
	struct spawned s = RUN(VENVRUN, env, "--", VENVBUILD, "--without-pip", "-p", BASE, other);
	cr_expect_eq(spawned_code(s), 0, "%s", s.out);
	cr_expect_str_eq(RUN("grep", "^base-prefix", format("%s/pyvenv.cfg", other)).out, "base-prefix = /usr\n");
}

Test(venvbuild, keeps_variables)
{
	char *env = in("env");
	cr_assert_eq(spawned_code(RUN(VENVBUILD, "--without-pip", "-p", BASE, "--env", "A=x $HOME \"q\"", "--env", "B=2", env)), 0);
	struct spawned s = RUN("cat", format("%s/etc/environment.d/50-venvbuild.conf", env));
	cr_expect_str_eq(s.out, "A=\"x $$HOME \\\"q\\\"\"\nB=\"2\"\n");
}

/* Starts one without waiting for it. */
static pid_t start(const char *path)
{
	pid_t pid = fork();
	if (!pid) {
		int null = open("/dev/null", O_WRONLY);
		dup2(null, 2);
		execl(VENVBUILD, "venvbuild", "-p", BASE, path, (char *)NULL);
		_exit(99);
	}
	return pid;
}

Test(venvbuild, makes_one_environment_when_many_ask_for_it)
{
	pid_t pids[6];
	for (int round = 0; round < 3; round++) {
		char *env = in(format("deep/er/env%d", round));
		for (size_t i = 0; i < 6; i++)
			pids[i] = start(env);
		for (size_t i = 0; i < 6; i++) {
			int status = -1;
			waitpid(pids[i], &status, 0);
			cr_expect_eq(status, 0, "builder %zu", i);
		}
		expect_pip(env, "a race");
		cr_expect_eq(entries(in("deep/er")), round + 1, "a stage is left behind");
	}
}

Test(venvbuild, killed_at_any_time_leaves_all_or_nothing)
{
	char *env = in("home/env");
	cr_assert_eq(spawned_code(RUN(VENVBUILD, "-p", BASE, in("warm"))), 0);
	int absent = 0;
	for (int i = 0; i < 40; i++) {
		pid_t pid = start(env);
		usleep(i * 500);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		if (fs_exists(env)) {
			expect_pip(env, "killed");
			RUN("rm", "-rf", env);
		} else {
			absent++;
		}
	}
	cr_expect_gt(absent, 0, "every one was finished before it was killed");
	cr_expect_eq(spawned_code(RUN(VENVBUILD, "-p", BASE, env)), 0);
	cr_expect_eq(entries(in("home")), 1, "what was killed is not cleared away");
	expect_pip(env, "after the kills");
}

Test(venvbuild, killed_while_it_replaces_leaves_the_old_or_the_new)
{
	char *env = in("home/env");
	cr_assert_eq(spawned_code(RUN(VENVBUILD, "-p", BASE, env)), 0);
	for (int i = 0; i < 30; i++) {
		pid_t pid = fork();
		if (!pid) {
			execl(VENVBUILD, "venvbuild", "--clear", "-p", BASE, env, (char *)NULL);
			_exit(99);
		}
		usleep(i * 700);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		cr_assert(fs_exists(format("%s/pyvenv.cfg", env)), "kill %d", i);
		expect_pip(env, "killed while it replaces");
	}
}

Test(venvbuild, ends_by_the_signal_and_leaves_nothing)
{
	char *env = in("home/env");
	cr_assert_eq(mkdir(in("home"), 0755), 0);
	pid_t pid = start(env); /* a cold cache: pip is being compiled for a second */
	usleep(400 * 1000);
	kill(pid, SIGTERM);
	int status = 0;
	waitpid(pid, &status, 0);
	if (WIFEXITED(status) && !WEXITSTATUS(status)) {
		skip("a signal in the middle: it was done before");
		return;
	}
	cr_expect(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM, "status %x", status);
	cr_expect_eq(entries(in("home")), 0);
	cr_expect_eq(spawned_code(RUN(VENVBUILD, "-p", BASE, env)), 0);
	expect_pip(env, "after a signal");
}
