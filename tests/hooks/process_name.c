// SPDX-License-Identifier: MIT
// What processes are called: the environment's Python is called what the base's would be in its place.
#include <criterion/criterion.h>
#include <string.h>

#include "tests/fixture.h"
#include "tests/hooks/reference.h"
#include "tests/skip.h"

#define PROGRAMS BUILD_DIR "/tests/programs/"
#define HARDSHIP PROGRAMS "hardship"

/* Says what it is called, and whether its environment says anything of that. */
#define SAY \
	PRINT_PREFIX \
	"\n" \
	"import os\n" \
	"print(open('/proc/self/comm').read(), end='')\n" \
	"print([name for name in os.environ if name == 'VENVRUN_NAME'])\n" \
	"os.system('env | grep VENVRUN_NAME')\n"

static const char *const set[] = {"PATH=/usr/bin:/bin", NULL};

/* A command line for sh, in the place's directory, where "say" says what it is called: the same with venvrun
 * as without, in so many Pythons. */
static void check(const struct place *place, size_t pythons, const char *command)
{
	const char *words[] = {"sh", "-c", format("cd %s; %s", place->dir, command), NULL};
	size_t count = check_same(place, NULL, words, set);

	cr_expect(count == pythons, "%s: %zu Pythons, not %zu", command, count, pythons);
}

static void write_script(const struct place *place, const char *name, const char *line)
{
	fixture_write(format("%s/%s", place->dir, name), 0755, format("#!%s\n" SAY, line));
}

static struct place set_up(void)
{
	struct place place = place_make();

	write_script(&place, "say.py", BASE);
	return place;
}

Test(process_name, a_script_what_it_is, .timeout = 120)
{
	struct place place = set_up();
	static const char *const names[] = {"s", "fifteen-letters", "sixteen--letters",
		"a-script-with-a-long-name.py", "two words", "py", "python-like", "\303\251t\303\251",
		"n\nl"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		write_script(&place, names[i], BASE);
		check(&place, 1, format("'./%s'", names[i]));
	}
	write_script(&place, "flags", BASE " -u");
	write_script(&place, "by-env", "/usr/bin/env python3");
	write_script(&place, "by-env-flags", "/usr/bin/env -S python3 -u");
	write_script(&place, "by-env-path", "/usr/bin/env " BASE);
	write_script(&place, "nested", format("%s/say.py", place.dir));
	write_script(&place, "nested-twice", format("%s/nested -x", place.dir));
	write_script(&place, "nested-env", format("%s/by-env", place.dir));
	static const char *const scripts[] = {"flags", "by-env", "by-env-flags", "by-env-path", "nested",
		"nested-twice", "nested-env"};
	for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
		check(&place, 1, format("./%s", scripts[i]));
	check(&place, 1, "PATH=$PWD:$PATH; say.py");
	check(&place, 1, "ln -sf say.py link; ./link");
	check(&place, 1, "ln -sfn $PWD dir; dir/say.py");
}

Test(process_name, an_interpreter_what_it_was_asked_for_as, .timeout = 120)
{
	struct place place = set_up();
	static const char *const commands[] = {
		BASE " say.py",
		"python3 say.py",
		"$(readlink -f " BASE ") say.py",
		"bash -c 'exec -a other " BASE " say.py'",
		"cd /usr/bin; ./python3 $OLDPWD/say.py",
		"ln -sf " BASE " mine; ./mine say.py",
		"cp " BASE " copy; ./copy say.py",
		"ln -sf " BASE " python3.99; ./python3.99 say.py",
		BASE " -c 'import subprocess, sys; subprocess.call([sys.executable, \"say.py\"])'",
		BASE " -c 'import os, sys; os.execv(sys.executable, [sys.executable, \"say.py\"])'",
		BASE " -c 'import os; os.posix_spawn(\"say.py\", [\"x\"], os.environ); os.wait()'",
		"printf 'import multiprocessing, os\nif __name__ == \"__main__\":\n"
		" multiprocessing.set_start_method(\"spawn\")\n "
		"p = multiprocessing.Process(target=os.getpid)\n p.start(); p.join()\nelse: import say\n"
		"' >many.py; " BASE " many.py",
		"env -i " BASE " say.py",
		"env -i ./say.py",
		"env ./say.py",
		"nice ./say.py",
		"nohup ./say.py",
		"find say.py -exec ./{} \\;",
		"echo say.py | xargs " BASE,
		"bash -c 'exec ./say.py'",
		"perl -e 'exec \"./say.py\"'",
		"bash -c './say.py & wait'",
	};
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		check(&place, 1, commands[i]);
}

/* The late redirect: what no hook sees, or what is not looked at before it runs. */
Test(process_name, what_is_started_unseen_likewise, .timeout = 120)
{
	struct place place = set_up();
	const char *const ways[] = {PROGRAMS "static_raw", PROGRAMS "scrubbed -f", PROGRAMS "scrubbed -d",
		PROGRAMS "through_loader"};

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		/* The second takes a path from the root on, and the last a program. */
		check(&place, 1, format("%s " BASE " say.py", ways[i]));
		if (i < 3)
			check(&place, 1, format("%s $PWD/say.py", ways[i]));
	}
	check(&place, 1,
		BASE " -c 'import os; os.execve(os.open(\"" BASE "\", 0), [\"x\", \"say.py\"], {})'");
}

Test(process_name, in_every_form, .timeout = 120)
{
	struct place place = set_up();
	static const char *const forms[] = {"execve", "execv", "execvp", "execvpe", "execl", "execlp",
		"execle", "execveat", "fexecve", "syscall", "posix_spawn", "posix_spawnp", "system"};

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		check(&place, 1, format(HARDSHIP " keep-environ handler -- %s ./say.py", forms[i]));
}

/* The name in the first argument, where the environment has one of that name:
 * else it would not be found by it. */
Test(process_name, an_interpreter_so_in_its_first_argument, .timeout = 60)
{
	struct place place = set_up();

	fixture_write(format("%s/first.py", place.dir), 0755,
		"#!" BASE "\n" PRINT_PREFIX
		"\nimport os\n"
		"print(os.path.basename(open('/proc/self/cmdline').read().split('\\0')[0]))\n");
	static const char *const commands[] = {"./first.py", BASE " first.py", "python3 first.py",
		"$(readlink -f " BASE ") first.py", PROGRAMS "static_raw " BASE " first.py",
		PROGRAMS "scrubbed -f $PWD/first.py"};
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		check(&place, 1, commands[i]);
}

/* What people look for processes with. */
Test(process_name, those_who_look_for_a_process_find_it, .timeout = 120)
{
	struct place place = set_up();
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

	fixture_write(format("%s/daemon.py", place.dir), 0755,
		"#!" BASE "\n" PRINT_PREFIX
		"\nimport sys, time; sys.stdout.flush(); open('up', 'w'); "
		"time.sleep(60)\n");
	for (size_t i = 0; i < sizeof tools / sizeof *tools; i++) {
		/* In the directories of root's tools as well. */
		if (RUN("sh", "-c", format("PATH=$PATH:/usr/sbin:/sbin; command -v %s", tools[i].tool))
				.status) {
			skip(format("process_name: %s is not installed", tools[i].tool));
			continue;
		}
		static const char *const starts[][2] = {{"./daemon.py", "daemon.py"},
			{BASE " daemon.py", "python3"}, {"./daemon.py", "python3"}};
		for (size_t s = 0; s < sizeof starts / sizeof *starts; s++)
			check(&place, 1,
				format("PATH=$PATH:/usr/sbin:/sbin; rm -f up; name=%s; %s & echo $! >pid; "
				       "until [ -e up ]; do sleep 0.02; done\n"
				       "{ %s; } 2>&1 | tr -s ' ()' '\\n' | grep -qx $! && echo found || "
				       "echo not found; kill $!; wait",
					starts[s][1], starts[s][0], tools[i].command));
	}
}
