// SPDX-License-Identifier: MIT
// venvbuild that races with others, or is killed: the result is a complete environment or none, and nothing
// else.
#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/tool/fs.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/home.h"
#include "tests/fixture.h"
#include "tests/skip.h"

#define BASE "/usr/bin/python3"

TestSuite(killed, .init = home_setup, .timeout = 300);

/* Starts venvbuild without waiting for it. */
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

Test(killed, makes_one_environment_when_many_ask_for_it)
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
		cr_expect_eq(home_entries(in("deep/er")), round + 1, "a stage is left behind");
	}
}

Test(killed, killed_at_any_time_leaves_all_or_nothing)
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
	cr_expect_eq(home_entries(in("home")), 1, "what was killed is not cleared away");
	expect_pip(env, "after the kills");
}

Test(killed, killed_while_it_replaces_leaves_the_old_or_the_new)
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

Test(killed, ends_by_the_signal_and_leaves_nothing)
{
	char *env = in("home/env");
	cr_assert_eq(mkdir(in("home"), 0755), 0);
	pid_t pid = start(env); /* an empty cache: pip is compiled for a second */
	usleep(400 * 1000);
	kill(pid, SIGTERM);
	int status = 0;
	waitpid(pid, &status, 0);
	if (WIFEXITED(status) && !WEXITSTATUS(status)) {
		skip("a signal in the middle: it was done before");
		return;
	}
	cr_expect(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM, "status %x", status);
	cr_expect_eq(home_entries(in("home")), 0);
	cr_expect_eq(spawned_code(RUN(VENVBUILD, "-p", BASE, env)), 0);
	expect_pip(env, "after a signal");
}
