// SPDX-License-Identifier: MIT
// Makes random calls of all hooked functions with paths: each must have the same outcome with the library as
// without it.
//
//	driver [--calls=N] [--seed=N] [--tap=FILE] [-jN]
//	driver --seed=N --episode=N		one episode, in all settings
//
// Players (player.c) make the same calls in the settings of settings.h, one after the other, on equal trees
// at the same path. Their digests are compared, in two groups: paths that are not redirected, with and
// without the library; and redirected paths, with the library and with paths that the player translates
// itself. The first call that differs is made again and printed.
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/core/names.h"
#include "tests/fuzz-paths/settings.h"
#include "tests/fuzz-paths/tree.h"
#include "tests/libc.h"

#define STRETCH 20UL /* episodes of one player */
#define PATIENCE 120 /* seconds for them */

static const char *const groups[] = {"other paths are left alone", "redirected paths are translated"};
/* the status of a worker: DIFFERS for the first group, its double for the second, or BROKEN */
enum { DIFFERS = 1, BROKEN = 4 };

struct run {
	const char *top, *elsewhere; /* the directory of the players, and one that they cannot write */
	uint64_t seed;
	struct digests *digests[2]; /* of the first setting of the group, and of the other */
	int descriptors[2];
};

static _Noreturn void fail(const char *what, const char *path)
{
	fprintf(stderr, "fuzz-paths: cannot %s %s: %m\n", what, path);
	_exit(BROKEN);
}

static void set_policy(const struct run *run, const struct setting *setting)
{
	static char text[4 * PATH_MAX];
	char root[PATH_MAX];
	struct rules rules;
	const char *e = run->elsewhere;
	int n = snprintf(text, sizeof text,
		"1;env=%s;python=%s/bin/python3;lib=%s/libvenvrun.so;py=3.11;match=major", e, e, BUILD_DIR);

	if (!setting->redirects_tree) {
		snprintf(text + n, sizeof text - (size_t)n,
			";site=%s/site;base=%s/site-packages;hide=%s/dist-packages", e, e, e);
	} else {
		snprintf(root, sizeof root, "%s" TREE_PADDING "/r", run->top);
		setting_rules(root, &rules);
		n += snprintf(text + n, sizeof text - (size_t)n, ";site=%s", rules.site);
		for (size_t i = 0; rules.base[i]; i++)
			n += snprintf(text + n, sizeof text - (size_t)n, ";base=%s", rules.base[i]);
		for (size_t i = 0; rules.hide[i]; i++)
			n += snprintf(text + n, sizeof text - (size_t)n, ";hide=%s", rules.hide[i]);
	}
	setenv(POLICY_VARIABLE, text, 1);
	setenv(PRELOAD_VARIABLE, BUILD_DIR "/libvenvrun.so", 1);
}

/* Runs a player for count episodes from first on. It prints the call printed, unless that is NULL. Returns
 * its wait status. */
static int play(struct run *run, const struct setting *setting, size_t slot, uint64_t first, uint64_t count,
	const char *printed)
{
	char seed[24], from[24], many[24], program[PATH_MAX];
	int status;

	snprintf(seed, sizeof seed, "%" PRIu64, run->seed);
	snprintf(from, sizeof from, "%" PRIu64, first);
	snprintf(many, sizeof many, "%" PRIu64, count);
	snprintf(program, sizeof program, BUILD_DIR "/tests/fuzz-paths/%s", setting->program);
	tree_remove(run->top);
	run->digests[slot]->count = 0;
	pid_t pid = fork();
	if (pid < 0)
		fail("fork for", program);
	if (!pid) {
		clearenv();
		if (setting->preloads)
			set_policy(run, setting);
		alarm(PATIENCE);
		if (dup2(run->descriptors[slot], 3) < 0)
			fail("pass the digests to", program);
		close_above(4);
		execl(program, program, run->top, run->elsewhere, setting->name, seed, from, many, printed,
			(char *)NULL);
		fail("start", program);
	}
	if (waitpid(pid, &status, 0) < 0)
		fail("wait for", program);
	if (WIFEXITED(status) && WEXITSTATUS(status))
		exit(BROKEN);
	return status;
}

static void print_difference(struct run *run, const struct setting *of, const struct setting *other,
	uint64_t episode, uint64_t call)
{
	char printed[24];

	printf("DIFFERENT: %s %" PRIu64 " of episode %" PRIu64 "; to repeat it: make fuzz-paths SEED=%" PRIu64
	       " EPISODE=%" PRIu64 "\n",
		call < EPISODE ? "call" : "the tree after call", call, episode, run->seed, episode);
	snprintf(printed, sizeof printed, "%" PRIu64, call);
	for (size_t i = 0; i < 2; i++) {
		const struct setting *setting = i ? other : of;
		printf("%s:\n", setting->what);
		int status = play(run, setting, i, episode, 1, printed);
		if (WIFSIGNALED(status))
			printf("\tended by signal %d (%s)\n", WTERMSIG(status), strsignal(WTERMSIG(status)));
	}
	if (run->digests[0]->count > call && run->digests[1]->count > call &&
		run->digests[0]->of[call] == run->digests[1]->of[call])
		printf("There is no difference in a process that makes only the calls of this episode.\n");
}

/* Makes the calls of some episodes in the settings of a group. Returns false if there was a difference, which
 * is printed. */
static bool compare(struct run *run, size_t group, uint64_t first, uint64_t count)
{
	const struct setting *of = &settings[group ? FIRST_REDIRECTED : 0],
			     *end = &settings[group ? COUNT(settings) : FIRST_REDIRECTED];
	int status = play(run, of, 0, first, count, NULL);

	if (status) {
		printf("%s: the player was ended by signal %d (%s)\n", of->what, WTERMSIG(status),
			strsignal(WTERMSIG(status)));
		print_difference(run, of, of, first + run->digests[0]->count / (EPISODE + 1),
			run->digests[0]->count % (EPISODE + 1));
		return false;
	}
	for (const struct setting *other = of + 1; other < end; other++) {
		uint64_t at = 0;
		play(run, other, 1, first, count, NULL);
		while (at < run->digests[0]->count && at < run->digests[1]->count &&
			run->digests[0]->of[at] == run->digests[1]->of[at])
			at++;
		if (at == run->digests[0]->count)
			continue;
		print_difference(run, of, other, first + at / (EPISODE + 1), at % (EPISODE + 1));
		return false;
	}
	return true;
}

/* Plays every jobs-th stretch of the episodes. Returns the status of the worker. */
static int work(struct run *run, uint64_t from, uint64_t end, unsigned job, unsigned jobs)
{
	int status = 0;

	for (size_t i = 0; i < 2; i++) {
		size_t size = setting_size(STRETCH);
		run->descriptors[i] = memfd_create("digests", 0);
		if (run->descriptors[i] < 0 || ftruncate(run->descriptors[i], (off_t)size))
			fail("make", "memory");
		run->digests[i] = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, run->descriptors[i],
			0);
		if (run->digests[i] == MAP_FAILED)
			fail("map", "memory");
	}
	for (uint64_t first = from + job * STRETCH; first < end; first += jobs * STRETCH)
		for (size_t group = 0; group < 2; group++)
			if (!(status & DIFFERS << group) &&
				!compare(run, group, first, end - first < STRETCH ? end - first : STRETCH))
				status |= DIFFERS << group;
	return status;
}

static const char *make_dir(const char *in, const char *name)
{
	char *path = NULL;

	if (asprintf(&path, "%s/%s", in, name) < 0 || mkdir(path, 0755))
		fail("make", path);
	return path;
}

static void interrupted(int signal)
{
	(void)signal; /* the players end too, and their files are removed */
}

/* Makes a directory, in memory if there is such a file system. */
static const char *make_top(void)
{
	static char path[PATH_MAX];
	const char *in = getenv("TMPDIR");

	in = in && *in == '/' ? in : access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm";
	snprintf(path, sizeof path, "%s/venvrun-fuzz-XXXXXX", in);
	if (!mkdtemp(path) || chmod(path, 0755))
		fail("make a directory in", in);
	return path;
}

static pid_t start(const char *dir, unsigned job, unsigned jobs, uint64_t seed, uint64_t from, uint64_t end)
{
	struct run run = {.seed = seed};
	char name[12];
	pid_t pid = fork();

	if (pid < 0)
		fail("fork in", dir);
	if (pid)
		return pid;
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	snprintf(name, sizeof name, "%u", job);
	run.top = make_dir(dir, name);
	if (!geteuid() && chown(run.top, NOBODY, NOBODY))
		fail("change the owner of", run.top);
	snprintf(name, sizeof name, "%u-else", job);
	run.elsewhere = make_dir(dir, name);
	make_dir(run.elsewhere, "site-packages");
	make_dir(run.elsewhere, "dist-packages");
	make_dir(make_dir(run.elsewhere, "site"), "witness");
	int status = work(&run, from, end, job, jobs);
	_exit(status);
}

/* Writes the results as TAP, for tests/run. */
static void write_tap(const char *path, int status)
{
	FILE *tap = fopen(path, "we");

	if (!tap)
		fail("write", path);
	fprintf(tap, "1..2\n");
	for (size_t i = 0; i < 2; i++)
		fprintf(tap, "%sok - fuzz_paths::%s\n", status & (DIFFERS << i | BROKEN) ? "not " : "",
			groups[i]);
	fclose(tap);
}

static bool number(const char *arg, const char *prefix, uint64_t *ret)
{
	size_t n = strlen(prefix);
	char *end;

	if (strncmp(arg, prefix, n) != 0 || !arg[n])
		return false;
	*ret = strtoull(arg + n, &end, 10);
	return !*end;
}

int main(int argc, char **argv)
{
	uint64_t calls = 100000, seed = 1, episode = UINT64_MAX, jobs = 2;
	const char *tap = NULL;
	int all = 0, status;

	for (int i = 1; i < argc; i++)
		if (!strncmp(argv[i], "--tap=", 6)) {
			tap = argv[i] + 6;
		} else if (!number(argv[i], "--calls=", &calls) && !number(argv[i], "--seed=", &seed) &&
			!number(argv[i], "--episode=", &episode) && !number(argv[i], "-j", &jobs)) {
			fprintf(stderr,
				"usage: driver [--calls=N] [--seed=N] [--episode=N] [--tap=FILE] [-jN]\n");
			return 2;
		}
	bool one = episode != UINT64_MAX;
	uint64_t from = one ? episode : 0,
		 end = one ? episode + 1 : (calls + 2 * EPISODE - 1) / (2 * EPISODE);
	sigaction(SIGINT, &(struct sigaction){.sa_handler = interrupted}, NULL);
	sigaction(SIGTERM, &(struct sigaction){.sa_handler = interrupted}, NULL);
	setvbuf(stdout, NULL, _IOLBF, 0);
	const char *dir = make_top();
	printf("fuzz-paths: %" PRIu64 " calls, seed %" PRIu64 "\n", (end - from) * 2 * EPISODE, seed);
	for (unsigned job = 0; job < jobs; job++)
		start(dir, job, (unsigned)jobs, seed, from, end);
	for (unsigned ended = 0; ended < jobs;) {
		pid_t pid = wait(&status);
		ended += pid > 0;
		all |= pid > 0 ? WIFEXITED(status) ? WEXITSTATUS(status) : BROKEN : 0;
		if (pid < 0) /* interrupted: end the workers and their players */
			kill(0, SIGTERM);
	}
	tree_remove(dir);
	rmdir(dir);
	if (tap)
		write_tap(tap, all);
	printf("fuzz-paths: %s\n",
		all & BROKEN  ? "interrupted or failed"
			: all ? "differences"
			      : "no difference");
	return all != 0;
}
