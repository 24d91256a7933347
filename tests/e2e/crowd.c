// SPDX-License-Identifier: MIT
// Many builders at the same time, of one path, and of many with one empty cache: all succeed, and no
// environment is mixed.
//
// VENVRUN_CROWD is their number; "make check-crash" has 100.
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/e2e/sum.h"
#include "tests/fixture.h"

#define BASE "/usr/bin/python3"
#define CROWD_MAX 1000

static char *dir;
static int crowd;

static void setup(void)
{
	const char *asked = getenv("VENVRUN_CROWD");
	dir = fixture_dir();
	crowd = asked ? (int)strtol(asked, NULL, 10) : 20;
	cr_assert(crowd > 0 && crowd <= CROWD_MAX);
	setenv("XDG_CACHE_HOME", format("%s/cache", dir), 1);
}

TestSuite(crowd, .init = setup, .timeout = 600);

static void start(pid_t *pid, const char *path, const char *option)
{
	*pid = fork();
	cr_assert_geq(*pid, 0);
	if (*pid)
		return;
	int out = open(format("%s/said", dir), O_WRONLY | O_CREAT | O_APPEND, 0600);
	dup2(out, 2);
	execl(VENVBUILD, "venvbuild", "-p", BASE, path, option, (char *)NULL);
	_exit(99);
}

static void expect_all(const pid_t *pids, const char *what)
{
	int failures = 0;
	for (int i = 0; i < crowd; i++) {
		int status = -1;
		waitpid(pids[i], &status, 0);
		failures += status != 0;
	}
	if (failures)
		cr_expect_fail("%s: %d of %d failed: %s", what, failures, crowd,
			RUN("head", "-5", format("%s/said", dir)).out);
}

static void expect_pip(const char *env)
{
	struct spawned s = RUN(format("%s/bin/pip", env), "--version");
	cr_expect(!s.error && !s.status, "%s: %s", env, s.out);
}

/* No stage and no unfinished cache entry. */
static void expect_no_rest(void)
{
	struct spawned s = RUN("find", dir, "-name", ".*.venvbuild-*", "-o", "-name", "*.new");
	cr_expect_str_eq(s.out, "");
}

Test(crowd, builds_one_path)
{
	static const char *const options[] = {NULL, "--clear"};
	static pid_t pids[CROWD_MAX];
	char *env = format("%s/home/env", dir);
	uint64_t sum = 0;
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < crowd; i++)
			start(&pids[i], env, options[round]);
		expect_all(pids, options[round] ? options[round] : "a new one");
		RUN("sh", "-c", format("sed -i /^command/d %s/pyvenv.cfg", env));
		cr_expect(!sum || sum_tree(env, false) == sum, "one is mixed");
		sum = sum_tree(env, false);
		expect_pip(env);
	}
	expect_no_rest();
}

Test(crowd, builds_many_paths_from_one_empty_cache)
{
	static pid_t pids[CROWD_MAX];
	uint64_t sum = 0;
	for (int i = 0; i < crowd; i++)
		start(&pids[i], format("%s/home/%03d/env", dir, i), NULL);
	expect_all(pids, "a cold cache");
	for (int i = 0; i < crowd; i++) {
		char *env = format("%s/home/%03d/env", dir, i);
		uint64_t now = sum_tree(format("%s/lib", env), true);
		cr_expect(now && (!sum || now == sum), "%s is not like the others", env);
		sum = now;
		if (i % 10 == 0)
			expect_pip(env);
	}
	expect_no_rest();
}
