// SPDX-License-Identifier: MIT
// venvbuild -r and --install: packages in a new or an existing environment, all of them or none.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/tool/fs.h"
#include "tests/e2e/wheelhouse.h"
#include "tests/interpreters.h"
#include "tests/skip.h"

TestSuite(install, .init = wheelhouse_setup, .timeout = 300);

Test(install, installs_with_every_interpreter_under_any_name)
{
	static const char *const names[] = {"plain", "a blank", "it's", "d\"q", "$(touch x)`touch y`",
		"tab\there", "\xc3\xa9", "b\\s"};
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX), name = 0;
	for (size_t i = 0; i < count; i++) {
		char *env = in(format("%zu %s", i, names[name++ % COUNT(names)]));
		fixture_write(in("list"), 0644, "# what it takes\none\ntwo>=1.0 ; python_version > '2'\n");
		struct spawned s = BUILD("-q", "-p", list[i].path, "-r", in("list"), "--install",
			"three==1.0", env);
		cr_expect(!spawned_code(s) && !s.len, "%s: %s", list[i].label, s.out);
		expect_command(env, "one");
		expect_command(env, "two");
		expect_command(env, "three");
		/* pip before 20 compiles in its own temporary directory */
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

Test(install, changes_an_existing_environment_or_leaves_it_unchanged)
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
	for (size_t i = 0; i < COUNT(more); i++) {
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

Test(install, continues_in_an_environment_that_was_edited)
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

/* A project whose backend reports its start, and then waits. */
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

/* Starts the command, sends the signal when the backend runs, and prints the signal that ended the
 * command. */
static const char signal_program[] =
	"import os, signal, subprocess, sys, time\n"
	"number, begun, command = getattr(signal, 'SIG' + sys.argv[1]), sys.argv[2], sys.argv[3:]\n"
	"if os.path.exists(begun): os.remove(begun)\n"
	"if number != signal.SIGKILL: signal.signal(number, signal.SIG_DFL)\n" /* the shell ignored it */
	"child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
	"while not os.path.exists(begun) and child.poll() is None: time.sleep(0.05)\n"
	"child.send_signal(number)\n"
	"print(-child.wait() == number)\n";

Test(install, leaves_the_old_environment_after_a_signal)
{
	static const char *const signals[] = {"INT", "TERM", "HUP", "KILL"};
	char *env = in("env");
	slow_project();
	cr_assert(!spawned_code(BUILD("-p", BASE, "--install", "one", env)));
	char *before = snapshot(env);
	for (size_t i = 0; i < COUNT(signals); i++) {
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
	/* The next builder sweeps the stage that kill -9 left. */
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

Test(install, shows_the_warnings_of_the_installer)
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

Test(install, prints_the_plan)
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
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct spawned s = RUN(VENVBUILD, in("env"), rows[i][0]);
		cr_expect(spawned_code(s) == 2 && strstr(s.out, rows[i][1]), "%s: %s", rows[i][0], s.out);
	}
	struct spawned s = RUN(VENVBUILD, "--without-pip", "--upgrade-deps", in("env"));
	cr_expect(spawned_code(s) == 2 && strstr(s.out, "--upgrade-deps"), "%s", s.out);
	cr_expect(!fs_exists(in("env")));
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
