// SPDX-License-Identifier: MIT
// venvbuild --lock: what is installed, written down with hashes; and environments made from that, the same or
// none.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/tool/text.h"
#include "common/tool/fs.h"
#include "tests/e2e/base.h"
#include "tests/e2e/home.h"
#include "tests/fixture.h"
#include "tests/interpreters.h"
#include "tests/skip.h"

#define BASE "/usr/bin/python3"
#define DATA SOURCE_DIR "/tests/data"

/* Wheels without a network: argv is the directory of tinybackend.py, where they go, and their names. */
static const char wheels_program[] =
	"import sys; sys.path.insert(0, sys.argv[1]); sys.dont_write_bytecode = True; import tinybackend\n"
	"for name in sys.argv[3:]:\n"
	"    tinybackend.write_wheel(sys.argv[2], name, {name + '.py': 'x = 1\\n', name + "
	"'-1.0.data/scripts/run-' + name: '#!python\\n'})\n";

/* The cache stays, as this is not about unpacking. */
static void setup(void)
{
	home_setup();
	home_index();
	setenv("XDG_CACHE_HOME", BUILD_DIR "/tests/cache", 1);
	cr_assert(!chdir(home));
	mkdir("a b", 0700);
	struct spawned s = RUN(BASE, "-c", wheels_program, DATA, "wheels", "one", "Two.Parts");
	cr_assert(!s.error && !s.status, "%s", s.out);
	s = RUN(BASE, "-c", wheels_program, DATA, "a b", "three");
	cr_assert(!s.error && !s.status, "%s", s.out);
	s = RUN("sh", "-c", BASE " -B \"$1\"/tinybackend.py wheels && cp -R \"$1\"/project project", "sh",
		DATA);
	cr_assert(!s.error && !s.status, "%s", s.out);
}

TestSuite(lock, .init = setup, .timeout = 300);

/* venvbuild with our wheels and nothing else. */
#define BUILD(...) RUN(VENVBUILD, "--no-index", "--find-links", "wheels", __VA_ARGS__)

/* Does a shell command succeed, and say nothing? */
#define EXPECT_QUIET(...) \
	do { \
		struct spawned quiet = RUN("sh", "-c", __VA_ARGS__); \
		cr_expect(!spawned_code(quiet) && !quiet.len, "%s", quiet.out); \
	} while (0)

static void expect_tidy(void)
{
	EXPECT_QUIET("! ls -A . tmp | grep venvbuild");
}

/* With a directory, with a repository if there is git, or, as an old pip notes neither, with nothing more. */
static void round_trip(const struct installed_python *from, bool uv, const char *lock)
{
	const char *installer = uv ? "--installer=uv" : "--installer=pip";
	bool old = from->major < 3 || from->minor < 7, list = !text_ends(lock, ".toml");
	const char *project = old                    ? "one"
		: list || !fs_exists("project/.git") ? "./project"
						     : format("git+file://%s/project", home);
	struct spawned s = BUILD(installer, "-p", from->path, "--install", "two-parts", "--install",
		"./a b/three-1.0-py2.py3-none-any.whl", list && !old ? "-e" : "--install", project, "--lock",
		lock, "first");
	cr_assert(!spawned_code(s) && (old || strstr(s.out, "greeter is locked without a hash")), "%s: %s",
		from->label, s.out);
	const char *again = list ? "again.txt" : "pylock.again.toml";
	s = BUILD(installer, "-p", from->path, "-r", lock, old ? "--seed" : "--lock", old ? "pip" : again,
		"second");
	cr_expect(!spawned_code(s), "%s, %s: %s", from->label, lock, s.out);
	if (!old)
		EXPECT_QUIET(format("cmp %s %s", lock, again));
	EXPECT_QUIET(
		"for e in first second; do (cd $e/lib/p*/site-packages && ls | grep -v '^__') >$e.list; "
		"done; cmp first.list second.list");
	EXPECT_QUIET("head -1 second/bin/run-three | grep -q second/bin/python");
	EXPECT_QUIET("! grep -n \"$PWD\" *.t*");
	if (!old) {
		s = BUILD("-p", from->path, "--require-hashes", "-r", lock, "hashed");
		cr_expect(spawned_code(s) == 1 && strstr(s.out, "--require-hashes forbids") &&
				!fs_exists("hashed"),
			"%s", s.out);
	}
	EXPECT_QUIET("rm -rf first second *.t*");
	expect_tidy();
}

/* Every interpreter and both forms with VENVRUN_LOCK_ALL (make check-lock), else the system's. */
Test(lock, makes_the_same_environment_again, .timeout = 1800)
{
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX);
	bool all = getenv("VENVRUN_LOCK_ALL");
	if (spawned_code(RUN("git", "--version")) != 0)
		skip("--lock of a repository: git is not installed");
	else
		EXPECT_QUIET(
			"cd project && git init -q && git add . && git -c user.name=n -c "
			"user.email=n@example.org commit -qm one");
	for (size_t i = 0; i < count; i++) {
		if (all || text_starts(list[i].path, BASE))
			round_trip(&list[i], false, "pylock.toml");
		if (all || list[i].major < 3)
			round_trip(&list[i], false, "list.txt");
	}
}

Test(lock, knows_uv)
{
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX), i = 0;
	if (spawned_code(RUN("uv", "--version")) != 0) {
		skip("--lock with --installer=uv: uv is not installed");
		return;
	}
	while (i < count && !text_starts(list[i].path, BASE))
		i++;
	if (i < count)
		round_trip(&list[i], true, "list.txt");
}

/* A lock, a shell command that breaks it or what it names, and what is then said. */
static const struct {
	const char *lock, *harm, *says;
} harms[] = {
	{"list", "sed -i 's/sha256:..../sha256:0000/' list", "DO NOT MATCH THE HASHES"},
	{"pylock.toml", "sed -i 's/sha256 = .\\?..../sha256 = \"0000/' pylock.toml",
		"DO NOT MATCH THE HASHES"},
	{"list", "echo >>wheels/one-1.0-py2.py3-none-any.whl", "DO NOT MATCH THE HASHES"},
	{"pylock.toml", "rm wheels/one*", ""},
	{"list", "sed -i s/1.0/2.0/ list", "only version 1"},
	{"list", "sed -i s/==1.0/==2.0/ list", "No matching distribution"},
};

Test(lock, makes_nothing_where_it_is_not_the_same)
{
	struct spawned s = BUILD("-p", BASE, "--install", "one", "--lock", "list", "first");
	cr_assert(!spawned_code(s), "%s", s.out);
	s = BUILD("--lock", "pylock.toml", "first");
	cr_assert(!spawned_code(s), "%s", s.out);
	EXPECT_QUIET("mkdir kept; cp -r wheels list pylock.toml kept");
	for (size_t i = 0; i < sizeof harms / sizeof *harms; i++) {
		EXPECT_QUIET(harms[i].harm);
		s = BUILD("-p", BASE, "-r", harms[i].lock, "second");
		cr_expect(spawned_code(s) == 1 && strstr(s.out, harms[i].says) && !fs_exists("second"),
			"%s: %s", harms[i].harm, s.out);
		EXPECT_QUIET("cp -r kept/* .");
	}
	/* What is there already counts. */
	s = BUILD("-p", BASE, "--install", "two-parts", "second");
	cr_assert(!spawned_code(s), "%s", s.out);
	s = BUILD("-p", BASE, "-r", "pylock.toml", "second");
	cr_expect(spawned_code(s) == 1 && strstr(s.out, "not in the lock: two-parts") &&
			!fs_exists("second/bin/run-one"),
		"%s", s.out);
	s = BUILD("-p", BASE, "-r", "pylock.toml", "--install", "two-parts", "more");
	cr_expect(!spawned_code(s) && fs_exists("more/bin/run-one"), "%s", s.out);
	s = BUILD("-p", BASE, "--clear", "-r", "list", "second");
	cr_expect(!spawned_code(s) && fs_exists("second/bin/run-one") &&
			!fs_exists("second/bin/run-two.parts"),
		"%s", s.out);
	expect_tidy();
}

Test(lock, changes_nothing_in_an_environment_that_is_there)
{
	struct spawned s = BUILD("-p", BASE, "--seed", "pip,setuptools", "--install", "one", "first");
	cr_assert(!spawned_code(s), "%s", s.out);
	EXPECT_QUIET("find first -printf '%p %i %m %s %T@\\n' | sort >before");
	s = BUILD("--lock", "-", "first");
	cr_expect(!spawned_code(s) && strstr(s.out, "\none==1.0 \\\n    --hash=sha256:") &&
			!strstr(s.out, "setuptools"),
		"%s", s.out);
	s = BUILD("--json", "--lock", "list", "first");
	cr_expect_str_eq(s.out, format("[{\"env\": \"%s/first\", \"lock\": \"list\"}]\n", home));
	s = BUILD("--dry-run", "--lock", "pylock.toml", "first");
	cr_expect(!spawned_code(s) && strstr(s.out, "lock    pylock.toml\n") && !fs_exists("pylock.toml"),
		"%s", s.out);
	s = BUILD("-v", "--lock", "list", "first");
	cr_expect(!spawned_code(s) && strstr(s.out, "\nlocked ") && !chmod("list", 0640), "%s", s.out);
	s = RUN(VENVBUILD, "--no-index", "--lock", "list", "first");
	cr_expect(spawned_code(s) == 1 && strstr(s.out, "pip cannot fetch again") && fs_exists("list"), "%s",
		s.out);
	EXPECT_QUIET("find first -printf '%p %i %m %s %T@\\n' | sort | cmp - before");
	/* pip and setuptools are locked where they were asked for, or something needs them. */
	EXPECT_QUIET(
		"cd first/lib/p*/site-packages && echo 'Requires-Dist: setuptools >= 1; python_version "
		"> \"2\"' >>one-1.0.dist-info/METADATA");
	s = BUILD("--lock", "list", "first");
	cr_expect(spawned_code(s) == 1 && strstr(s.out, "setuptools"), "%s", s.out);
	expect_tidy();
}

Test(lock, tells_where_another_file_would_be_installed)
{
	static const char rewrite[] =
		"mkdir x && cd x && " BASE
		" -m zipfile -e ../wheels/one* . && sed -i 's/^one.py,.*/one.py,sha256=%s,1/' "
		"*.dist-info/RECORD && " BASE
		" -m zipfile -c ../wheels/one-1.0-py2.py3-none-any.whl * && rm -r ../x";
	EXPECT_QUIET(format(rewrite, "abc"));
	struct spawned s = BUILD("-p", BASE, "--install", "one", "first");
	cr_assert(!spawned_code(s), "%s", s.out);
	EXPECT_QUIET(format(rewrite, "abd"));
	s = BUILD("--lock", "list", "first");
	cr_expect(!spawned_code(s) && strstr(s.out, "one 1.0 is not the one that would be installed now"),
		"%s", s.out);
}

/* An index below a port of its own: prints its URL, with a password, and serves until its standard input
 * ends. */
static const char index_program[] =
	"import hashlib, os, sys, threading, http.server\n"
	"names = {'one': '1.0', 'two-parts': '1.0'}\n"
	"class Handler(http.server.BaseHTTPRequestHandler):\n"
	"    def do_GET(self):\n"
	"        part = self.path.split('/')\n"
	"        if part[1] == 'simple':\n"
	"            body = ''.join('<a href=\"/files/%s#sha256=%s\">%s</a>' % (f, "
	"hashlib.sha256(open('wheels/' + f, 'rb').read()).hexdigest(), f)\n"
	"                for f in sorted(os.listdir('wheels')) if f.lower().replace('.', "
	"'-').startswith(part[2] + '-')).encode()\n"
	"        else:\n"
	"            body = open('wheels/' + part[2], 'rb').read()\n"
	"        self.send_response(200); self.send_header('Content-Type', 'text/html' if part[1] == "
	"'simple' else 'application/zip')\n"
	"        self.send_header('Content-Length', str(len(body))); self.end_headers(); "
	"self.wfile.write(body)\n"
	"    def log_message(self, *words): pass\n"
	"server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)\n"
	"threading.Thread(target=server.serve_forever, daemon=True).start()\n"
	"url = '127.0.0.1:%d' % server.server_port\n"
	"import subprocess\n"
	"sys.exit(subprocess.call(['sh', '-ec', sys.argv[1]], env=dict(os.environ, url=url, "
	"PIP_INDEX_URL='http://me:secret@%s/simple/' % url)))\n";

Test(lock, names_the_files_of_an_index)
{
	/* A file for another machine counts in a list, and not in a pylock.toml, which is for one kind of
	 * machine. */
	EXPECT_QUIET(
		"cp wheels/one-1.0-py2.py3-none-any.whl wheels/one-1.0-cp39-cp39-win32.whl; echo "
		">>wheels/one-1.0-cp39-cp39-win32.whl");
	struct spawned s = RUN(BASE, "-c", index_program,
		format("echo two.parts >in\n"
		       "%s -q -p %s -r in --install one --lock list first\n"
		       "%s -q --lock pylock.toml first\n"
		       "grep -c sha256 list pylock.toml; ! grep -n -e secret -e win32 list pylock.toml\n"
		       "grep -x \"index = \\\"http://$url/simple/\\\"\" pylock.toml | wc -l\n"
		       "grep -o \"url = .http://$url/files/one-1.0-py2.py3-none-any.whl.\" pylock.toml | wc "
		       "-l\n"
		       "%s -q -p %s -r list second\n"
		       "%s -q -p %s --no-index -r pylock.toml third\n"
		       "ls second/bin/run-one third/bin/run-one\n",
			VENVBUILD, BASE, VENVBUILD, VENVBUILD, BASE, VENVBUILD, BASE));
	cr_expect_str_eq(s.out, "list:3\npylock.toml:2\n2\n1\nsecond/bin/run-one\nthird/bin/run-one\n");
}

Test(lock, keeps_the_options_by_which_packages_are_found)
{
	mkdir("sub", 0700);
	fixture_write("in", 0644, "-rsub/more\none ; python_version > '2'\n");
	fixture_write("sub/more", 0644,
		"--no-index # nowhere\n--find-links=../wheels\n-i http://me:secret@localhost:1/simple/\n");
	struct spawned s = RUN(VENVBUILD, "-p", BASE, "-r", "in", "--lock", "list", "first");
	cr_expect(!spawned_code(s), "%s", s.out);
	EXPECT_QUIET(
		"sed -n '3,5p' list | tr '\\n' ' ' | grep -qx -e '--no-index --find-links ./wheels -i "
		"http://localhost:1/simple/ ' || cat list");
	s = RUN(VENVBUILD, "-p", BASE, "-r", "list", "second");
	cr_expect(!spawned_code(s) && fs_exists("second/bin/run-one"), "%s", s.out);
	/* Nobody but pip reads from a pipe. */
	EXPECT_QUIET("cat list | \"$0\" --no-index --find-links wheels -p " BASE " -r /dev/fd/9 third 9<&0",
		VENVBUILD);
	cr_expect(fs_exists("third/bin/run-one"));
}

/* A pylock.toml behind lock-version and created-by, what is said, and whether it becomes an environment with
 * one. */
#define ONE "[[packages]]\nname = 'One'\nversion = '1.0'\n"
#define WHEEL \
	"wheels = [{path = 'wheels/one-1.0-py2.py3-none-any.whl', hashes = {sha256 = '@'}, upload-time = " \
	"2024-10-18T15:21:06Z}]\n"
static const struct {
	const char *text, *says;
	bool good;
} others[] = {
	{ONE WHEEL, "", true},
	{"[[packages]]\nname = 'one'\n[[packages.wheels]]\nurl = "
	 "'file://%/wheels/one-1.0-py2.py3-none-any.whl'\n[packages.wheels.hashes]\nsha256 = '@'\n",
		"", true},
	{ONE "marker = \"'x' not in extras and 'dev' in dependency_groups\"\n" WHEEL, "", true},
	{ONE WHEEL ONE "marker = \"sys_platform == 'win32'\"\n" WHEEL, "", true},
	{"[[packages]]\nname = 'one'\narchive = {path = 'wheels/one-1.0-py2.py3-none-any.whl', hashes = "
	 "{sha256 = '@'}}\n",
		"", true},
	{ONE "marker = \"'x' in extras\"\n" WHEEL, "", false},
	{ONE WHEEL ONE WHEEL, "two packages one", false},
	{ONE "requires-python = '<3'\n" WHEEL, "One requires Python <3", false},
	{ONE "archive = {path = 'x', hashes = {sha256 = '@'}}\n" WHEEL, "one of wheels and sdist", false},
	{ONE "marker = 'nonsense'\n" WHEEL, "nonsense", false},
	{ONE "wheels = [{path = 'wheels/one-1.0-py2.py3-none-any.whl', hashes = {md5 = '@'}}]\n", "no hash",
		false},
	{ONE "wheels = [{url = 'http://localhost:1/one-1.0-cp27-cp27m-win32.whl', hashes = {sha256 = "
	     "'@'}}]\n",
		"no wheel of One 1.0", false},
	{ONE "wheels = [{hashes = {sha256 = '@'}}]\n", "neither url nor path", false},
	{"[[packages]]\nname = 'one'\ndirectory = {path = 'nowhere'}\n", "no such directory", false},
	{"[[packages]]\nname = '--index-url=x'\n" WHEEL, "without a name", false},
	{"[[packages\n", "pylock.x.toml", false},
	/* Nothing of it becomes another line, or another word, of what pip reads. */
	{"[[packages]]\nname = 'one'\nversion = \"1.0\\nthree\"\n" WHEEL,
		"a line break or a control character", false},
	{"[[packages]]\nname = 'one'\nversion = \"1.0\\u2028three\"\n" WHEEL, "a line break", false},
	{"[[packages]]\nname = \"one\\n\"\nversion = '1.0'\n" WHEEL, "a line break", false},
	{"[[packages]]\nname = 'one'\nversion = '1.0 --hash=sha256:00'\n" WHEEL, "a version that is none",
		false},
	{"[[packages]]\nname = 'one'\nversion = '1.0 ; python_version < \"3\"'\n" WHEEL,
		"a version that is none", false},
	{ONE "wheels = [{path = 'wheels/one-1.0-py2.py3-none-any.whl', hashes = {sha256 = '@ --pre'}}]\n",
		"a hash that is none", false},
	{"[[packages]]\nname = 'one'\narchive = {url = \"file://%/x.whl\\nthree\", hashes = {sha256 = "
	 "'@'}}\n",
		"a line break", false},
	{"[[packages]]\nname = 'one'\narchive = {url = 'file://%/x.whl --pre', hashes = {sha256 = '@'}}\n",
		"a blank in it", false},
	{"[[packages]]\nname = 'one'\nvcs = {type = 'git', url = 'file://%/x', commit-id = 'a --pre'}\n",
		"which no requirement can hold", false},
	{"[[packages]]\nname = 'one'\ndirectory = {path = \"x\\u001b]0;y\"}\n", "a control character", false},
};

Test(lock, reads_what_others_wrote)
{
	struct spawned s = RUN("sh", "-c", "sha256sum wheels/one*");
	s.out[64] = '\0';
	char *hash = format("%s", s.out);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		fixture_write("pylock.x.toml", 0644,
			format("lock-version = '1.0'\ncreated-by = 'me'\ndefault-groups = ['dev']\n%s",
				others[i].text));
		EXPECT_QUIET(format("sed -i \"s|%%|$PWD|; s|@|%s|\" pylock.x.toml", hash));
		s = BUILD("-p", BASE, "--without-pip", "-r", "pylock.x.toml", "env");
		bool made = others[i].good || !*others[i].says;
		cr_expect(spawned_code(s) == !made && strstr(s.out, others[i].says), "%s: %s", others[i].text,
			s.out);
		cr_expect(fs_exists("env") == made && fs_exists("env/bin/run-one") == others[i].good,
			"%s: %s", others[i].text, s.out);
		EXPECT_QUIET("rm -rf env");
	}
	static const char *const heads[][2] = {{"lock-version = '2.0'", "only version 1"},
		{"lock-version = '1.7'", "version 1.7"},
		{"lock-version = '1.0'\nrequires-python = '<3'", "requires Python <3"},
		{"lock-version = '1.0'\nenvironments = [\"os_name == 'nt'\"]", "for none but"}};
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		fixture_write("pylock.x.toml", 0644,
			format("%s\ncreated-by = 'me'\npackages = []\n", heads[i][0]));
		s = BUILD("-p", BASE, "--without-pip", "-r", "pylock.x.toml", "env");
		cr_expect(spawned_code(s) == (i != 1) && strstr(s.out, heads[i][1]) &&
				fs_exists("env") == (i == 1),
			"%s: %s", heads[i][0], s.out);
		EXPECT_QUIET("rm -rf env");
	}
}

/* Every pip from 2.7's on, as each notes in its own way what is editable. */
Test(lock, names_where_what_is_editable_is_from, .timeout = 900)
{
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX);
	if (spawned_code(RUN("git", "--version")) != 0) {
		skip("--lock of a repository: git is not installed");
		return;
	}
	EXPECT_QUIET(
		"mkdir legacy && cd legacy && echo >legacy.py && echo \"from setuptools import setup; "
		"setup(name='legacy', version='1', "
		"py_modules=['legacy'])\" >setup.py && git init -q && git add . && "
		"git -c user.name=n -c user.email=n@example.org commit -qm one");
	char *asked = format("git+file://%s/legacy#egg=legacy", home);
	setenv("PIP_NO_BUILD_ISOLATION", "0", 1); /* which is yes */
	for (size_t i = 0; i < count; i++) {
		bool old = list[i].major < 3 || list[i].minor < 7;
		if (list[i].pypy || (!old && !text_starts(list[i].path, BASE)))
			continue;
		struct spawned s = BUILD("-p", list[i].path, "--seed", "pip,setuptools", "-e", asked,
			"--install", "one", "--lock", "list", "first");
		cr_expect(!spawned_code(s), "%s: %s", list[i].label, s.out);
		EXPECT_QUIET(
			format("grep -q '^-e git+file://%s/legacy@[0-9a-f]*#egg=legacy$' list && "
			       "grep -q 'pip does not' list",
				home));
		EXPECT_QUIET("! grep -n venvbuild- list && ! grep 'pip takes it' list");
		s = BUILD("-p", list[i].path, "--seed", "pip,setuptools", "-r", "list", "second");
		cr_expect(!spawned_code(s) && fs_exists("second/src/legacy/legacy.py"), "%s: %s",
			list[i].label, s.out);
		EXPECT_QUIET("rm -rf first second");
	}
	expect_tidy();
}

Test(lock, tells_what_it_leaves_out)
{
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX), i = 0;
	struct base base;
	while (i < count && (list[i].major < 3 || !base_make(&base, home, &list[i], "lock")))
		i++;
	if (i == count)
		return;
	EXPECT_QUIET(format(BASE " -m zipfile -e wheels/one-1.0-py2.py3-none-any.whl %s", base.site));
	struct spawned s = BUILD("-p", base.python, "--system-site-packages", "--install", "one", "--install",
		"two-parts", "--lock", "list", "env");
	cr_expect(!spawned_code(s) && strstr(s.out, "not locked, as the base has it") &&
			strstr(s.out, "one 1.0"),
		"%s", s.out);
	/* Needed by a package that is there, without a word of it. */
	EXPECT_QUIET(
		"cd env/lib/p*/site-packages && echo 'Requires-Dist: one' "
		">>Two.Parts-1.0.dist-info/METADATA");
	s = BUILD("--lock", "list", "env");
	cr_expect(!spawned_code(s) && strstr(s.out, "one 1.0"), "%s", s.out);
	EXPECT_QUIET("grep -q two-parts list && ! grep one list");
}

Test(lock, names_what_does_not_say_what_it_is)
{
	struct spawned s = BUILD("-p", BASE, "--install", "one", "env");
	cr_assert(!spawned_code(s), "%s", s.out);
	EXPECT_QUIET(
		"cd env/lib/p*/site-packages && mkdir broken-1.dist-info && "
		"touch broken-1.dist-info/RECORD && cp -r one-1.0.dist-info one-0.9.dist-info && "
		"sed -i s/1.0/0.9/ one-0.9.dist-info/METADATA");
	s = BUILD("--lock", "list", "env");
	cr_expect(spawned_code(s) == 1 && strstr(s.out, "lib/python3") &&
			strstr(s.out, "site-packages/broken-1.dist-info") && !strstr(s.out, "tmp/venvbuild-"),
		"%s", s.out);
	s = BUILD("-p", BASE, "--install", "two-parts", "--lock", "list", "env");
	cr_expect(spawned_code(s) == 1 && strstr(s.out, "site-packages/broken-1.dist-info") &&
			!strstr(s.out, ".venvbuild-"),
		"%s", s.out);
	/* To others it does no harm; what is there twice is told. */
	s = BUILD("-p", BASE, "--install", "two-parts", "env");
	cr_expect(!spawned_code(s) && strstr(s.out, "two of one in it") &&
			strstr(s.out, "one-0.9.dist-info and one-1.0.dist-info"),
		"%s", s.out);
	/* What the installer says names the place that is meant. */
	EXPECT_QUIET(
		"cd env/lib/p*/site-packages/pip && rm __main__.py && echo 'raise SystemExit(__file__)' "
		">__main__.py");
	s = BUILD("-p", BASE, "--install", "one==2", "env");
	cr_expect(spawned_code(s) == 1 && strstr(s.out, format("%s/env/lib/python3", home)) &&
			!strstr(s.out, "venvbuild-"),
		"%s", s.out);
}

Test(lock, refuses_what_cannot_be)
{
	static const char *const rows[][4] = {{"--lock=", "env", NULL, "needs a file"},
		{"--lock=lock.toml", "env", NULL, "pylock.toml"},
		{"--lock=pylock.a.b.toml", "env", NULL, "pylock.toml"},
		{"--lock=l", "env", "other", "exactly one environment"},
		{"--lock=-", "--json", "env", "both write"},
		{"--lock=l", "--clear", "env", "does not change"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct spawned s = RUN(VENVBUILD, rows[i][0], rows[i][1], rows[i][2]);
		cr_expect(spawned_code(s) == 2 && strstr(s.out, rows[i][3]), "%s: %s", rows[i][0], s.out);
	}
	static const char *const files[][2] = {{"nowhere/list", "nowhere"}, {"/dev/null", "no regular file"},
		{"wheels", "no regular file"}};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct spawned s = BUILD("-p", BASE, "--install", "one", "--lock", files[i][0], "env");
		cr_expect(spawned_code(s) == 1 && strstr(s.out, files[i][1]) && !fs_exists("env"), "%s: %s",
			files[i][0], s.out);
	}
	struct spawned s = BUILD("--lock", "list", "env");
	cr_expect(spawned_code(s) == 1 && strstr(s.out, "there is no environment") && !fs_exists("list"),
		"%s", s.out);
	expect_tidy();
}

Test(lock, is_written_through_ones_own_links)
{
	cr_assert(!mkdir("d", 0700) && !symlink("d/real", "list") && !symlink("../end", "d/real"));
	struct spawned s = BUILD("-p", BASE, "--install", "one", "--lock", "list", "e");
	cr_expect_eq(spawned_code(s), 0, "%s", s.out);
	EXPECT_QUIET("test -L list && test -L d/real && test ! -L end && grep -q '^one==' end || ls -lR .");
	expect_tidy();
}
