// SPDX-License-Identifier: MIT
// venvbuild -r, --install, --editable: packages in a new environment and in one that is there; all of it or
// nothing.
#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/tool/fs.h"
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
	"    tinybackend.write_wheel(sys.argv[2], name, {name + '.py':\n"
	"        'import sys\\ndef main():\\n    print(\"%s in \" + sys.prefix)\\n' % name},\n"
	"        '[console_scripts]\\n%s = %s:main\\n' % (name, name))\n";

static void setup(void)
{
	home_setup();
	home_index();
	struct spawned s = RUN(BASE, "-c", wheels_program, DATA, in("wheels"), "one", "two", "three", "four");
	cr_assert(!s.error && !s.status, "%s", s.out);
	s = RUN(BASE, "-B", DATA "/tinybackend.py", in("wheels"));
	cr_assert(!s.error && !s.status, "%s", s.out);
	s = RUN("cp", "-R", DATA "/project", in("project"));
	cr_assert(!s.error && !s.status, "%s", s.out);
}

TestSuite(install, .init = setup, .timeout = 300);

/* venvbuild with our wheels and nothing else. */
#define BUILD(...) RUN(VENVBUILD, "--no-index", "--find-links", in("wheels"), __VA_ARGS__)

/* Does the command of that name run in the environment? */
static void expect_command(const char *env, const char *name)
{
	struct spawned s = RUN(format("%s/bin/%s", env, name));
	cr_expect_str_eq(s.out, format("%s in %s\n", name, env));
}

static void expect_tidy(void)
{
	struct spawned s = RUN("sh", "-c", "ls -A \"$1\" \"$1/tmp\" | grep venvbuild", "sh", home);
	cr_expect(!s.len, "left behind: %s", s.out);
}

/* Everything that can be seen of a tree but the times of access and of changes to the inode. */
static char *snapshot(const char *env)
{
	struct spawned s = RUN(BASE, "-c",
		"import os, sys, hashlib\n"
		"h = hashlib.sha256()\n"
		"for at, dirs, files in os.walk(sys.argv[1]):\n"
		"    dirs.sort()\n"
		"    for n in [''] + sorted(dirs + files):\n"
		"        p = os.path.join(at, n); st = os.lstat(p)\n"
		"        h.update(repr((p, st.st_mode, st.st_ino, st.st_mtime_ns)).encode('utf-8', "
		"'surrogateescape'))\n"
		"        h.update(os.readlink(p).encode() if os.path.islink(p) else open(p, 'rb').read() if "
		"os.path.isfile(p) else b'')\n"
		"print(h.hexdigest())",
		env);
	cr_assert(!spawned_code(s), "%s", s.out);
	return format("%s", s.out);
}

/* Each file is what RECORD says of it; no file names where it was made. */
static const char record_program[] =
	"import base64, csv, glob, hashlib, os, sys\n"
	"env = sys.argv[1]; site, = glob.glob(glob.escape(env) + '/lib/p*/site-packages')\n"
	"for record in glob.glob(glob.escape(site) + '/*.dist-info/RECORD'):\n"
	"    for path, digest, size in csv.reader(open(record)):\n"
	"        data = open(os.path.join(site, path), 'rb').read()\n"
	"        if digest:\n"
	"            assert digest == 'sha256=' + "
	"base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip('='), path\n"
	"            assert int(size) == len(data), path\n"
	"for at, dirs, files in os.walk(env):\n"
	"    for n in files:\n"
	"        path = os.path.join(at, n)\n"
	"        data = open(path, 'rb').read() if os.path.isfile(path) else b''\n"
	"        assert b'tmp/venvbuild-' not in data and b'.venvbuild-' not in data, n\n";

static void expect_clean(const char *env)
{
	struct spawned s = RUN(BASE, "-c", record_program, env);
	cr_expect(!spawned_code(s), "%s: %s", env, s.out);
}

Test(install, installs_with_every_interpreter_under_any_name)
{
	static const char *const names[] = {"plain", "a blank", "it's", "d\"q", "$(touch x)`touch y`",
		"tab\there", "\xc3\xa9", "b\\s"};
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX), name = 0;
	for (size_t i = 0; i < count; i++) {
		char *env = in(format("%zu %s", i, names[name++ % (sizeof names / sizeof *names)]));
		fixture_write(in("list"), 0644, "# what it takes\none\ntwo>=1.0 ; python_version > '2'\n");
		struct spawned s = BUILD("-q", "-p", list[i].path, "-r", in("list"), "--install",
			"three==1.0", env);
		cr_expect(!spawned_code(s) && !s.len, "%s: %s", list[i].label, s.out);
		expect_command(env, "one");
		expect_command(env, "two");
		expect_command(env, "three");
		/* pip before 20 compiles in a temporary directory of its own */
		if (list[i].major > 2 && list[i].minor > 6)
			expect_clean(env);
		s = RUN(format("%s/bin/python", env), "-m", "pip", "uninstall", "-y", "one");
		cr_expect(!spawned_code(s) && !fs_exists(format("%s/bin/one", env)), "%s: %s", list[i].label,
			s.out);
	}
	expect_tidy();
}

Test(install, leaves_nothing_where_it_fails)
{
	struct spawned s = BUILD("-p", BASE, "--install", "one", "--install", "nobody-has-this",
		in("a/b/env"));
	cr_expect_eq(spawned_code(s), 1);
	cr_expect(strstr(s.out, "No matching distribution found for nobody-has-this") &&
			strstr(s.out, "pip install --no-index"),
		"%s", s.out);
	s = BUILD("-p", BASE, "-q", "-r", in("none"), in("a/b/env"));
	cr_expect(spawned_code(s) == 1 && strstr(s.out, "none"), "%s", s.out);
	cr_expect(!fs_exists(in("a")));
	expect_tidy();
}

Test(install, changes_an_environment_that_is_there_or_leaves_it_as_it_was)
{
	char *env = in("env");
	cr_assert(!spawned_code(BUILD("-p", BASE, "--install", "one", env)));
	RUN("sh", "-c",
		"cd \"$1\" && echo own >own && chmod 640 own && touch -t 200001010000 own && ln own again && "
		"mkfifo pipe && "
		"ln -s nowhere bin/dangling && mkdir -m 750 etc && rm lib64 && mkdir lib64 && echo x "
		">lib64/x",
		"sh", env);
	char *before = snapshot(env);
	static const char *const more[] = {"--allow-existing", "--clear", "-v"};
	for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
		struct spawned s = BUILD("-p", BASE, more[i], "--install", "two", "--install",
			"nobody-has-this", env);
		cr_expect_eq(spawned_code(s), 1, "%s", s.out);
		cr_expect_str_eq(snapshot(env), before, "%s", more[i]);
	}
	struct spawned s = BUILD("-p", BASE, "--install", "two", env);
	cr_expect(!spawned_code(s) && !s.len, "%s", s.out);
	expect_command(env, "one");
	expect_command(env, "two");
	expect_clean(env);
	s = RUN("sh", "-c",
		"cd \"$1\" && find own again pipe bin/dangling etc lib64/x -printf '%p %y %m %n %TY\\n' | "
		"cut -d' ' -f1-3,5 && "
		"test own -ef again && cat own",
		"sh", env);
	cr_expect_str_eq(strstr(s.out, "own f"), s.out, "%s", s.out);
	cr_expect(strstr(s.out, "own f 640 2000\n") && strstr(s.out, "pipe p 644") &&
			strstr(s.out, "bin/dangling l") && strstr(s.out, "etc d 750") &&
			strstr(s.out, "lib64/x f") && strstr(s.out, "\nown\n"),
		"%s", s.out);
	expect_tidy();
}

Test(install, goes_on_in_an_environment_that_was_edited)
{
	char *env = in("env");
	cr_assert(!spawned_code(BUILD("-p", BASE, "--install", "one", env)));
	RUN("sh", "-c",
		"cd \"$0\" && echo '# mine' >>bin/activate && rm CACHEDIR.TAG bin/activate.xsh && "
		"echo theirs >.gitignore",
		env);
	struct spawned s = BUILD("-q", "-p", BASE, "--install", "two", env);
	cr_expect(!spawned_code(s) && !s.len, "%s", s.out);
	s = RUN("sh", "-c",
		"cd \"$0\" && tail -n1 bin/activate && cat .gitignore && "
		"ls CACHEDIR.TAG bin/activate.xsh 2>/dev/null",
		env);
	cr_expect_str_eq(s.out, "# mine\ntheirs\n");
	expect_command(env, "two");
}

Test(install, asks_for_hashes)
{
	struct spawned s = RUN("sh", "-c", "sha256sum \"$1\"/one-*.whl | cut -d' ' -f1", "sh", in("wheels"));
	cr_assert_eq(s.len, 65, "%s", s.out);
	s.out[64] = '\0';
	fixture_write(in("right"), 0644, format("one==1.0 --hash=sha256:%s\n", s.out));
	s.out[0] = s.out[0] == '0' ? '1' : '0';
	fixture_write(in("wrong"), 0644, format("one==1.0 --hash=sha256:%s\n", s.out));
	fixture_write(in("without"), 0644, "one==1.0\n");
	static const struct {
		const char *list, *says;
	} rows[] = {{"wrong", "DO NOT MATCH"}, {"without", "--require-hashes"}, {"right", ""}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		s = BUILD("-p", BASE, "--require-hashes", "-r", in(rows[i].list), in("env"));
		cr_expect(spawned_code(s) == !!*rows[i].says && strstr(s.out, rows[i].says), "%s: %s",
			rows[i].list, s.out);
		cr_expect(fs_exists(in("env")) == !*rows[i].says, "%s", rows[i].list);
	}
}

Test(install, needs_no_pip_in_the_environment)
{
	char *env = in("it's \"an\\ env");
	struct spawned s = BUILD("-p", BASE, "--without-pip", "--install", "one", env);
	cr_expect(!spawned_code(s), "%s", s.out);
	expect_command(env, "one");
	s = RUN("sh", "-c", "ls \"$1\"/lib/*/site-packages \"$1\"/bin | grep pip", "sh", env);
	cr_expect(!s.len, "%s", s.out);
	s = BUILD("-p", BASE, "--without-pip", "--no-cache", "--install", in("project"), env);
	cr_expect(!spawned_code(s), "%s", s.out);
	s = RUN(format("%s/bin/greet", env), "hello");
	cr_expect_str_eq(s.out, format("%s|%s/bin/python|hello\n", env, env));
	/* Its backend writes the environment's path into the module. */
	s = RUN(format("%s/bin/python", env), "-c", "import greeter; print(greeter.BUILT_BY)");
	cr_expect_str_eq(s.out, format("%s\n", env));
	expect_clean(env);
}

Test(install, reads_what_a_project_needs)
{
	static const struct {
		const char *text, *says;
	} rows[] = {
		{"[project]\nname = 'p'\nrequires-python = '>=3.6'\ndependencies = ['one', \"two; "
		 "python_version < '3'\"]\n",
			""},
		{"[project]\nname = 'p'\n", ""},
		{"[project]\nname = 'p'\nrequires-python = '<3'\n", "requires Python <3"},
		{"[project]\nname = 'p'\ndynamic = ['dependencies']\n", "dynamic"},
		{"[project]\nname = 'p'\ndependencies = ['--index-url=x']\n", "--index-url"},
		{"[project]\nname = 'p'\ndependencies = 'one'\n", "no list"},
		{"[project]\nname = 'p'\ndependencies = ['one', \"\\u0000\", 'nosuchpackage']\n",
			"requirements of one line each"},
		{"[project]\nname = 'p'\ndependencies = ['one', '', 'nosuchpackage']\n",
			"requirements of one line each"},
		{"[project]\nname = 'p'\ndependencies = ['one', ' ']\n", "requirements of one line each"},
		{"[project]\nname = 'p'\ndependencies = ['one', \"two\\nthree\"]\n",
			"requirements of one line each"},
		{"[project]\nname = 'p'\ndependencies = ['one', \"two\\u001b[2J\"]\n",
			"requirements of one line each"},
		{"[project]\nname = 'p'\ndependencies = ['one', \"two\\u2028three\"]\n",
			"requirements of one line each"},
		{"[project]\nname = 'p'\ndependencies = ['one', 2]\n", "requirements of one line each"},
		{NULL, "more than 1 MiB"},
		{"[project]\nname = 'p'\ndependencies = ['# one']\n", "one line each"},
		{"\xef\xbb\xbf[project]\nname = 'p'\n", ""},
		{"[project]\nname = 'p'\n[tool.x]\na = {b = 1, # of 1.1\n  c = [1,\n 2,],\n}\n"
		 "d = '{\\'\n",
			""},
		{"[project]\nname = 'p'\n[tool.x]\na = {,}\n", "pyproject.toml"},
		{"[tool.x]\n", "no [project] table"},
		{"[project\n", "pyproject.toml"},
	};
	mkdir(in("p"), 0700);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		fixture_write(in("p/pyproject.toml"), 0644,
			rows[i].text ? rows[i].text
				     : "[project]\n"
				       "name = 'p'\ndependencies = [\n");
		if (!rows[i].text)
			RUN("sh", "-c",
				"{ yes \"  'one >= "
				"0.000000000000000000000000000000000000000000000000000000000000000001',\" | "
				"head -20000; echo \"'nosuchpackage']\"; } >>\"$1\"",
				"sh", in("p/pyproject.toml"));
		char *env = in(format("env%zu", i));
		struct spawned s = BUILD("-p", BASE, "-r", in("p/pyproject.toml"), env);
		cr_expect(spawned_code(s) == !!*rows[i].says && strstr(s.out, rows[i].says), "%s: %s",
			rows[i].text, s.out);
		cr_expect(fs_exists(env) == !*rows[i].says && !fs_exists(in("two")), "%s", rows[i].text);
	}
	expect_command(in("env0"), "one");
	cr_expect(!fs_exists(in("env0/bin/two")) && !fs_exists(in("env1/bin/one")));
}

Test(install, refuses_the_same_projects_with_uv)
{
	static const char *const rows[][2] = {{"requires-python = '<3'\ndependencies = ['one']\n",
						      "requires Python <3"},
		{"dynamic = ['dependencies']\n", "dynamic"}, {"dependencies = 'one'\n", "no list"},
		{"requires-python = '>=3'\ndependencies = ['one']\n", ""}};
	if (spawned_code(RUN("uv", "--version")) != 0) {
		skip("projects with --installer=uv: uv is not installed");
		return;
	}
	mkdir(in("p"), 0700);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		fixture_write(in("p/pyproject.toml"), 0644,
			format("[project]\nname = 'p'\nversion = '1'\n%s", rows[i][0]));
		struct spawned s = BUILD("-p", BASE, "--installer=uv", "-r", in("p/pyproject.toml"),
			in("env"));
		cr_expect(spawned_code(s) == !!*rows[i][1] && strstr(s.out, rows[i][1]) &&
				fs_exists(in("env")) == !*rows[i][1],
			"%s: %s", rows[i][0], s.out);
	}
}

Test(install, tells_what_a_project_names_besides)
{
	static const char *const rows[][2] = {{"[project]\nname = 'p'\n[dependency-groups]\ndev = ['one']\n",
						      "groups of [dependency-groups] (dev)"},
		{"[project]\nname = 'p'\ndependencies = []\n[project.optional-dependencies]\nx = ['one']\n",
			"extras (x)"},
		{"[project]\nname = 'p'\n[tool.poetry.dependencies]\none = '*'\n", "[tool.poetry]"},
		{"[project]\nname = 'p'\ndependencies = ['one']\n[dependency-groups]\n"
		 "dev = ['two']\n",
			NULL}};
	mkdir(in("p"), 0700);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		fixture_write(in("p/pyproject.toml"), 0644, rows[i][0]);
		struct spawned s = BUILD("-p", BASE, "-r", in("p/pyproject.toml"), in(format("env%zu", i)));
		cr_expect(!spawned_code(s) && (rows[i][1] ? strstr(s.out, rows[i][1]) != NULL : !s.len),
			"%s: %s", rows[i][0], s.out);
	}
}

/* Each interpreter's own reader of TOML, or its pip's. */
Test(install, reads_toml_of_today_with_every_interpreter)
{
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX);
	mkdir(in("p"), 0700);
	fixture_write(in("p/pyproject.toml"), 0644,
		"\xef\xbb\xbf[project]\nname = 'p'\ndependencies = [\n"
		"  \"one\", # one\n]\n[tool.x]\na = {b = \"\\x41\", # of 1.1\n  "
		"c = [1,\n 2,],\n}\n");
	for (size_t i = 0; i < count; i++) {
		char *env = in(format("env%zu", i));
		struct spawned s = BUILD("-p", list[i].path, "-r", in("p/pyproject.toml"), env);
		cr_expect(!spawned_code(s) && !s.len, "%s: %s", list[i].label, s.out);
		cr_expect(fs_exists(format("%s/bin/one", env)), "%s", list[i].label);
	}
}

Test(install, installs_a_project_so_that_it_can_be_edited)
{
	struct spawned s = BUILD("-p", BASE, "-e", in("project"), in("env"));
	cr_expect(!spawned_code(s), "%s", s.out);
	fixture_write(in("project/greeter.py"), 0644, "def main():\n    print('edited')\n");
	cr_expect_str_eq(RUN(in("env/bin/greet")).out, "edited\n");
}

/* A project whose backend says that it is there, and then takes its time. */
static void slow_project(void)
{
	mkdir(in("slow"), 0700);
	fixture_write(in("slow/pyproject.toml"), 0644,
		"[build-system]\nrequires = []\nbuild-backend = 'slow'\nbackend-path = ['.']\n");
	fixture_write(in("slow/slow.py"), 0644,
		format("import time\ndef build_wheel(*a, **k):\n    open('%s', 'w').close()\n    "
		       "time.sleep(200)\n",
			in("begun")));
}

/* Starts the command, sends the signal once the backend runs, and prints the signal that the command died
 * of. */
static const char signal_program[] =
	"import os, signal, subprocess, sys, time\n"
	"number, begun, command = getattr(signal, 'SIG' + sys.argv[1]), sys.argv[2], sys.argv[3:]\n"
	"if os.path.exists(begun): os.remove(begun)\n"
	"if number != signal.SIGKILL: signal.signal(number, signal.SIG_DFL)\n" /* a shell's background job ignores SIGINT */
	"child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
	"while not os.path.exists(begun) and child.poll() is None: time.sleep(0.05)\n"
	"child.send_signal(number)\n"
	"print(-child.wait() == number)\n";

Test(install, leaves_what_was_there_when_a_signal_comes)
{
	static const char *const signals[] = {"INT", "TERM", "HUP", "KILL"};
	char *env = in("env");
	slow_project();
	cr_assert(!spawned_code(BUILD("-p", BASE, "--install", "one", env)));
	char *before = snapshot(env);
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
		for (int fresh = 0; fresh < 2; fresh++) {
			struct spawned s = RUN(BASE, "-c", signal_program, signals[i], in("begun"), VENVBUILD,
				"-p", BASE, "--no-index", "--find-links", in("wheels"), "--install",
				in("slow"), fresh ? in("fresh") : env);
			cr_expect_str_eq(s.out, "True\n", "%s: %s", signals[i], s.out);
			cr_expect(!fs_exists(in("fresh")) && !strcmp(snapshot(env), before), "%s",
				signals[i]);
			if (strcmp(signals[i], "KILL") != 0)
				expect_tidy();
		}
	}
	/* What kill -9 left beside it is swept away by the next one. */
	RUN("rm", "-rf", in("tmp"));
	mkdir(in("tmp"), 0700);
	cr_expect(!spawned_code(BUILD("-p", BASE, "--install", "two", env)) &&
		!spawned_code(BUILD("-p", BASE, "--install", "two", in("fresh"))));
	expect_command(env, "two");
	expect_tidy();
}

Test(install, lets_several_install_at_once)
{
	struct spawned s = RUN("sh", "-c",
		"for name in one two three four; do\n"
		"    \"$@\" --install $name & pids=\"$pids $!\"\n"
		"done\n"
		"for pid in $pids; do wait $pid || echo failed; done",
		"sh", VENVBUILD, "-p", BASE, "--no-index", "--find-links", in("wheels"), in("env"));
	cr_expect(!s.len, "%s", s.out);
	static const char *const names[] = {"one", "two", "three", "four"};
	for (size_t i = 0; i < 4; i++)
		expect_command(in("env"), names[i]);
	expect_tidy();
}

Test(install, shows_progress_on_a_terminal_only)
{
	static const char pty_program[] =
		"import os, pty, sys\nos.environ['TERM'] = 'xterm'\nsys.exit(pty.spawn(sys.argv[1:]) != 0)";
	struct spawned s = RUN(BASE, "-c", pty_program, VENVBUILD, "-p", BASE, "--no-index", "--find-links",
		in("wheels"), "--install", "one", in("shown"));
	cr_expect(!spawned_code(s) && strstr(s.out, "\r\033[KInstalling collected packages: one"), "%s",
		s.out);
	const char *end = strstr(s.out, "\r\033[Kcreated ");
	cr_expect(end && strchr(end, '\n') == s.out + s.len - 1, "one line stays: %s", s.out);
	s = RUN(BASE, "-c", pty_program, VENVBUILD, "-q", "-p", BASE, "--no-index", "--find-links",
		in("wheels"), "--install", "one", in("quiet"));
	cr_expect(!spawned_code(s) && !s.len, "%s", s.out);
	s = BUILD("-p", BASE, "-v", "--install", "one", in("verbose"));
	cr_expect(!spawned_code(s) && strstr(s.out, "Successfully installed one") &&
			strstr(s.out, "created "),
		"%s", s.out);
	s = RUN("sh", "-c", "\"$@\" 2>/dev/null | " BASE " -m json.tool", "sh", VENVBUILD, "-v", "--json",
		"-p", BASE, "--no-index", "--find-links", in("wheels"), "--install", "one", in("json"));
	cr_expect(!spawned_code(s) && strstr(s.out, "\"created\": true"), "%s", s.out);
}

/* What pip takes is not doubted in the end. */
Test(install, takes_lists_in_every_encoding)
{
	static const char *const lists[] = {"\xef\xbb\xbfone\n", "# -*- coding: latin-1 -*-\none # \xe9\n",
		"one\\\r\n==1.0\r\n", "\n# nothing but one\n./wheels/one-1.0-py2.py3-none-any.whl\n",
		"One == 1.* ; python_version > '2'\ntwo ; extra == 'x'\n"};
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX);
	cr_assert(!chdir(home));
	for (size_t k = 0; k < count; k++) {
		if (list[k].pypy || (list[k].major == 3 && strncmp(list[k].path, BASE, strlen(BASE)) != 0))
			continue;
		for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
			fixture_write("list", 0644, lists[i]);
			struct spawned s = BUILD("--clear", "-p", list[k].path, "-r", "list", "env");
			cr_expect(!spawned_code(s) && fs_exists("env/bin/one"), "%s: %s: %s", list[k].label,
				lists[i], s.out);
		}
	}
}

/* Each is a shell's command line that hands a list over: "$0" is venvbuild, "$@" its options. */
Test(install, takes_lists_that_are_no_files)
{
	static const char *const lines[] = {"echo one | \"$0\" \"$@\" -r /dev/stdin env",
		"echo one >list; "
		"\"$0\" \"$@\" -r /dev/stdin env <list",
		"echo one | \"$0\" \"$@\" -r /dev/fd/0 -r /dev/null env", "\"$0\" \"$@\" -r <(echo one) env",
		"mkfifo fifo; echo one >fifo & \"$0\" \"$@\" -r fifo env",
		"\"$0\" \"$@\" -r /dev/fd/5 env 5< <(echo one)",
		"echo two | while read -r name; "
		"do \"$0\" \"$@\" --install one env; done"};
	cr_assert(!chdir(home));
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct spawned s = RUN("bash", "-c", lines[i], VENVBUILD, "--no-index", "--find-links",
			"wheels", "--clear", "-p", BASE);
		cr_expect(!spawned_code(s) && fs_exists("env/bin/one"), "%s: %s", lines[i], s.out);
	}
}

/* An index in files, where the release is yanked. */
Test(install, tells_of_what_is_not_what_was_meant)
{
	int installers = spawned_code(RUN("uv", "--version")) ? 1 : 2;
	if (installers == 1)
		skip("warnings of uv: uv is not installed");
	mkdir(in("index"), 0700);
	mkdir(in("index/one"), 0700);
	fixture_write(in("index/one/index.html"), 0644,
		format("<a href=\"file://%s/wheels/one-1.0-py2.py3-none-any.whl\" data-yanked=\"it is "
		       "\x1b[1mbroken\">one-1.0-py2.py3-none-any.whl</a>",
			home));
	for (int by_uv = 0; by_uv < installers; by_uv++) {
		const char *installer = by_uv ? "--installer=uv" : "--installer=pip",
			   *index = format("--index-url=file://%s/index", home);
		struct spawned s = RUN(VENVBUILD, installer, index, "--clear", "-p", BASE, "--install",
			"one[x]==1.0", in("env"));
		cr_expect(!spawned_code(s) && strstr(s.out, "yanked") && strstr(s.out, "broken") &&
				strstr(s.out, "extra") && !strchr(s.out, '\x1b'),
			"%s: %s", installer, s.out);
		s = RUN(VENVBUILD, "-q", installer, index, "--clear", "-p", BASE, "--install", "one[x]==1.0",
			in("env"));
		cr_expect(!spawned_code(s) && !s.len, "%s: %s", installer, s.out);
	}
}

Test(install, says_what_it_would_do)
{
	struct spawned s = BUILD("--dry-run", "-p", BASE, "--upgrade-deps", "-r", in("none"), "--install",
		"a b", in("env"));
	cr_expect(!spawned_code(s) && strstr(s.out, "\ninstall pip install --no-index") &&
			strstr(s.out, " --upgrade pip\n") && strstr(s.out, " -- 'a b'\n"),
		"%s", s.out);
	cr_expect(!fs_exists(in("env")));
}

Test(install, refuses_wrong_usage)
{
	static const char *const rows[][2] = {{"--install=", "--install"}, {"--install=-x", "--install"},
		{"--installer=conda", "pip or uv"}, {"--no-index", "something to install"},
		{"--require-hashes", "something to install"}, {"-r", "needs an argument"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct spawned s = RUN(VENVBUILD, in("env"), rows[i][0]);
		cr_expect(spawned_code(s) == 2 && strstr(s.out, rows[i][1]), "%s: %s", rows[i][0], s.out);
	}
	struct spawned s = RUN(VENVBUILD, "--without-pip", "--upgrade-deps", in("env"));
	cr_expect(spawned_code(s) == 2 && strstr(s.out, "--upgrade-deps"), "%s", s.out);
	cr_expect(!fs_exists(in("env")));
}

Test(install, upgrades_pip)
{
	char *env = in("env");
	struct spawned s = RUN(BASE, "-c", wheels_program, DATA, in("wheels"), "pip");
	cr_assert(!spawned_code(s), "%s", s.out);
	RUN("sh", "-c",
		"cd \"$1\" && mkdir x && cd x && " BASE
		" -m zipfile -e ../pip-1.0-py2.py3-none-any.whl . && "
		"mv pip-1.0.dist-info pip-999.dist-info && "
		"sed -i s/1.0/999/ pip-999.dist-info/METADATA && sed -i s/pip-1.0/pip-999/ "
		"pip-999.dist-info/RECORD && " BASE
		" -m zipfile -c ../pip-999-py3-none-any.whl pip.py "
		"pip-999.dist-info && cd .. && rm -r x pip-1.0*",
		"sh", in("wheels"));
	s = BUILD("-p", BASE, "--upgrade-deps", env);
	cr_expect(!spawned_code(s), "%s", s.out);
	s = RUN("sh", "-c", "ls \"$1\"/lib/*/site-packages", "sh", env);
	cr_expect(strstr(s.out, "pip-999.dist-info\n") && !strstr(s.out, "\npip\n"), "%s", s.out);
}

Test(install, upgrades_the_interpreter_and_keeps_the_rest)
{
	static const struct {
		const char *make, *break_it;
	} rows[] = {
		{VENVBUILD " --without-pip -p " BASE " --prompt \"it's\" --system-site-packages", "true"},
		{BASE " -m venv --without-pip --prompt \"it's\" --system-site-packages", "true"},
		{BASE " -m venv --without-pip --prompt \"it's\" --system-site-packages",
			"for p in python python3 python3.*; do test ! -h $p || ln -snf /nonexistent/python3 "
			"$p; done; sed -i 's|^home.*|home = /nonexistent|' ../pyvenv.cfg"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *env = in(format("env%zu", i));
		struct spawned s = RUN("sh", "-c",
			format("%s \"$1\" && cd \"$1\"/bin && %s", rows[i].make, rows[i].break_it), "sh",
			env);
		cr_assert(!spawned_code(s), "%s", s.out);
		s = BUILD("--upgrade", "--install", "one", env);
		cr_expect(!spawned_code(s), "%s: %s", rows[i].make, s.out);
		expect_command(env, "one");
		s = RUN("sh", "-c",
			"cat \"$1\"/pyvenv.cfg; ls \"$1\"/bin \"$1\"/lib; test ! -e \"$1\"/bin/pip && "
			"\"$1\"/bin/python3 -c "
			"'import site; print(site.getsitepackages())'",
			"sh", env);
		cr_expect(!spawned_code(s) && strstr(s.out, "prompt = \"it's\"\n") &&
				strstr(s.out, "include-system-site-packages = true") &&
				strstr(s.out, "venvrun = "),
			"%s: %s", rows[i].make, s.out);
	}
	struct spawned s = RUN(VENVBUILD, "--upgrade", in("nothing"));
	cr_expect(spawned_code(s) == 1 && strstr(s.out, "no environment to upgrade") &&
			!fs_exists(in("nothing")),
		"%s", s.out);
	s = RUN(VENVBUILD, "--upgrade", in("wheels"));
	cr_expect(spawned_code(s) == 1 && strstr(s.out, "no environment to upgrade"), "%s", s.out);
}

Test(install, installs_with_uv)
{
	if (spawned_code(RUN("uv", "--version")) != 0) {
		skip("--installer=uv: uv is not installed");
		return;
	}
	char *env = in("it's an env");
	for (int without = 0; without < 2; without++) {
		struct spawned s = BUILD("--clear", "--installer=uv",
			without ? "--without-pip" : "--seed=pip", "-p", BASE, "--install", "one", "--install",
			in("project"), env);
		cr_expect(!spawned_code(s), "%s", s.out);
		expect_command(env, "one");
		cr_expect_eq(spawned_code(RUN(format("%s/bin/greet", env))), 0);
		expect_clean(env);
	}
	struct spawned s = BUILD("--installer=uv", "-p", BASE, "--install", "nobody-has-this", in("none"));
	cr_expect(spawned_code(s) == 1 && !fs_exists(in("none")), "%s", s.out);
	expect_tidy();
}
