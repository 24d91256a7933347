// SPDX-License-Identifier: MIT
// The names of processes: ENV's interpreter has the name that the base interpreter would have without
// venvrun.
#include <criterion/criterion.h>
#include <string.h>

#include "common/core/count.h"
#include "tests/fixture.h"
#include "tests/hooks/reference.h"
#include "tests/skip.h"

/* Prints the prefix, the name, and the variable VENVRUN_NAME, which must not be set. */
#define PRINT_NAME \
	PRINT_PREFIX \
	"\n" \
	"import os\n" \
	"print(open('/proc/self/comm').read(), end='')\n" \
	"print([name for name in os.environ if name == 'VENVRUN_NAME'])\n" \
	"os.system('env | grep VENVRUN_NAME')\n"

static const char *const set[] = {"PATH=/usr/bin:/bin", NULL};

/* Runs a command line of sh in the test bed's directory: its output must be the same with venvrun, and so
 * many Pythons must have started. */
static void check(size_t pythons, const char *command)
{
	const char *words[] = {"sh", "-c", format("cd %s; %s", testbed.dir, command), NULL};
	size_t count = check_same(NULL, words, set);

	cr_expect(count == pythons, "%s: %zu Pythons were started, expected %zu", command, count, pythons);
}

static void write_script(const char *name, const char *line)
{
	fixture_write(format("%s/%s", testbed.dir, name), 0755, format("#!%s\n" PRINT_NAME, line));
}

static void set_up(void)
{
	testbed_make();
	write_script("name.py", BASE);
}

TestSuite(process_name, .init = set_up);

Test(process_name, a_script_has_its_file_name, .timeout = 120)
{
	static const char *const names[] = {"s", "fifteen-letters", "sixteen--letters",
		"a-script-with-a-long-name.py", "two words", "py", "python-like", "\303\251t\303\251",
		"n\nl"};

	for (size_t i = 0; i < COUNT(names); i++) {
		write_script(names[i], BASE);
		check(1, format("'./%s'", names[i]));
	}
	write_script("flags", BASE " -u");
	write_script("by-env", "/usr/bin/env python3");
	write_script("by-env-flags", "/usr/bin/env -S python3 -u");
	write_script("by-env-path", "/usr/bin/env " BASE);
	write_script("nested", format("%s/name.py", testbed.dir));
	write_script("nested-twice", format("%s/nested -x", testbed.dir));
	write_script("nested-env", format("%s/by-env", testbed.dir));
	static const char *const scripts[] = {"flags", "by-env", "by-env-flags", "by-env-path", "nested",
		"nested-twice", "nested-env"};
	for (size_t i = 0; i < COUNT(scripts); i++)
		check(1, format("./%s", scripts[i]));
	check(1, "PATH=$PWD:$PATH; name.py");
	check(1, "ln -sf name.py link; ./link");
	check(1, "ln -sfn $PWD dir; dir/name.py");
}

Test(process_name, an_interpreter_has_the_name_of_its_path, .timeout = 120)
{
	static const char *const commands[] = {
		BASE " name.py",
		"python3 name.py",
		"$(readlink -f " BASE ") name.py",
		"bash -c 'exec -a other " BASE " name.py'",
		"cd /usr/bin; ./python3 $OLDPWD/name.py",
		"ln -sf " BASE " mine; ./mine name.py",
		"cp " BASE " copy; ./copy name.py",
		"ln -sf " BASE " python3.99; ./python3.99 name.py",
		BASE " -c 'import subprocess, sys; subprocess.call([sys.executable, \"name.py\"])'",
		BASE " -c 'import os, sys; os.execv(sys.executable, [sys.executable, \"name.py\"])'",
		BASE " -c 'import os; os.posix_spawn(\"name.py\", [\"x\"], os.environ); os.wait()'",
		"printf 'import multiprocessing, os\nif __name__ == \"__main__\":\n"
		" multiprocessing.set_start_method(\"spawn\")\n "
		"p = multiprocessing.Process(target=os.getpid)\n p.start(); p.join()\nelse: import name\n"
		"' >many.py; " BASE " many.py",
		"env -i " BASE " name.py",
		"env -i ./name.py",
		"env ./name.py",
		"nice ./name.py",
		"nohup ./name.py",
		"find name.py -exec ./{} \\;",
		"echo name.py | xargs " BASE,
		"bash -c 'exec ./name.py'",
		"perl -e 'exec \"./name.py\"'",
		"bash -c './name.py & wait'",
	};

	for (size_t i = 0; i < COUNT(commands); i++)
		check(1, commands[i]);
}

/* The late redirect: no hook sees the call, or the hook does not read the file. */
Test(process_name, a_late_redirect_keeps_the_name, .timeout = 120)
{
	const char *const ways[] = {PROGRAMS "static_raw", PROGRAMS "scrubbed -f", PROGRAMS "scrubbed -d",
		PROGRAMS "through_loader"};

	for (size_t i = 0; i < COUNT(ways); i++) {
		/* The third needs an absolute path, and the last one a program. */
		check(1, format("%s " BASE " name.py", ways[i]));
		if (i < 3)
			check(1, format("%s $PWD/name.py", ways[i]));
	}
	check(1, BASE " -c 'import os; os.execve(os.open(\"" BASE "\", 0), [\"x\", \"name.py\"], {})'");
}

Test(process_name, every_form_keeps_the_name, .timeout = 120)
{
	for (size_t i = 0; i < COUNT(exec_forms); i++)
		check(1, format(HARDSHIP " keep-environ handler -- %s ./name.py", exec_forms[i]));
}

/* The name of the first argument, where ENV has an interpreter of that name: with another name, Python would
 * not find ENV. */
Test(process_name, the_first_argument_keeps_the_name, .timeout = 60)
{
	fixture_write(format("%s/first.py", testbed.dir), 0755,
		"#!" BASE "\n" PRINT_PREFIX
		"\nimport os\n"
		"print(os.path.basename(open('/proc/self/cmdline').read().split('\\0')[0]))\n");
	static const char *const commands[] = {"./first.py", BASE " first.py", "python3 first.py",
		"$(readlink -f " BASE ") first.py", PROGRAMS "static_raw " BASE " first.py",
		PROGRAMS "scrubbed -f $PWD/first.py"};
	for (size_t i = 0; i < COUNT(commands); i++)
		check(1, commands[i]);
}

/* The tools that find processes by name. */
Test(process_name, tools_find_the_process_by_its_name, .timeout = 120)
{
	static const struct {
		const char *tool, *command;
	} tools[] = {
		{"pgrep", "pgrep -x $name"},
		{"pgrep", "pgrep -f $name"},
		{"pidof", "pidof -x $name"},
		{"pidof", "pidof $name"},
		{"killall", "killall -v -0 $name"},
		{"start-stop-daemon", "start-stop-daemon --stop --test --name $name"},
		{"start-stop-daemon", "start-stop-daemon --status --pidfile pid --name $name && cat pid"},
		{"ps", "ps -C $name -o pid="},
	};

	fixture_write(format("%s/daemon.py", testbed.dir), 0755,
		"#!" BASE "\n" PRINT_PREFIX
		"\nimport sys, time; sys.stdout.flush(); open('up', 'w'); "
		"time.sleep(60)\n");
	for (size_t i = 0; i < COUNT(tools); i++) {
		/* Also in the directories of the tools for root. */
		if (RUN("sh", "-c", format("PATH=$PATH:/usr/sbin:/sbin; command -v %s", tools[i].tool))
				.status) {
			skip(format("process_name: %s is not installed", tools[i].tool));
			continue;
		}
		static const char *const starts[][2] = {{"./daemon.py", "daemon.py"},
			{BASE " daemon.py", "python3"}, {"./daemon.py", "python3"}};
		for (size_t s = 0; s < COUNT(starts); s++)
			check(1,
				format("PATH=$PATH:/usr/sbin:/sbin; rm -f up; name=%s; %s & echo $! >pid; "
				       "until [ -e up ]; do sleep 0.02; done\n"
				       "{ %s; } 2>&1 | tr -s ' ()' '\\n' | grep -qx $! && echo found || "
				       "echo not found; kill $!; wait",
					starts[s][1], starts[s][0], tools[i].command));
	}
}
