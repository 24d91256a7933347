// SPDX-License-Identifier: MIT
// Times commands against each other in interleaved rounds and prints medians and ratios. It does not check a
// budget.
//
//	compare [-d N] ROUNDS TITLE BUDGET NAME [VAR=VALUE...] /PATH/COMMAND [ARG...] [vs NAME ...]...
//
// The others are compared with the first command. "{}" in an argument is replaced by the number of the round,
// so that a command can make a new directory each time. -d N: a command does its work N times, and the time
// of one is printed.

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 8, WORDS = 64 };

struct contestant {
	const char *name;
	char **argv; /* ends in NULL */
	char **envp;
	double *micros; /* one for each round */
};

static _Noreturn void fail(const char *what, const char *which, int err)
{
	fprintf(stderr, "compare: %s %s: %s\n", what, which, strerror(err));
	exit(1);
}

static int positive(const char *text)
{
	char *end;
	long n = strtol(text, &end, 10);
	if (end == text || *end || n < 1 || n > 1000000)
		fail("expected a number from 1 to 1000000, not", text, EINVAL);
	return (int)n;
}

static void *room(size_t n, size_t size)
{
	void *p = calloc(n, size);
	if (!p)
		fail("cannot allocate memory for", "the times", ENOMEM);
	return p;
}

/* Does a name=value entry set the same variable as another? */
static bool same_variable(const char *a, const char *b)
{
	size_t n = strcspn(a, "=") + 1;
	return !strncmp(a, b, n);
}

/* The environment of this process, with n variables replaced or added by assignments. */
static char **environment_with(char **assignments, size_t n)
{
	size_t all = 0, count = n;
	while (environ[all])
		all++;
	char **envp = room(n + all + 1, sizeof *envp);
	memcpy(envp, assignments, n * sizeof *envp);
	for (size_t i = 0; i < all; i++) {
		size_t k = 0;
		while (k < n && !same_variable(assignments[k], environ[i]))
			k++;
		if (k == n)
			envp[count++] = environ[i];
	}
	return envp;
}

/* Reads one contestant from words, up to "vs" or the end; returns where the next one starts. */
static char **contestant_read(char **words, int rounds, struct contestant *ret)
{
	ret->name = *words++;
	char **assignments = words;
	while (*words && **words != '/' && strchr(*words, '='))
		words++;
	ret->envp = environment_with(assignments, (size_t)(words - assignments));
	ret->argv = words;
	ret->micros = room((size_t)rounds, sizeof *ret->micros);
	while (*words && strcmp(*words, "vs") != 0)
		words++;
	char **next = *words ? words + 1 : words;
	*words = NULL;
	if (words == ret->argv || words - ret->argv >= WORDS)
		fail("no command, or too many words, for", ret->name, EINVAL);
	return next;
}

/* Writes the words of a command to out, with the number of the round for "{}". text has the changed words. */
static void words_for_round(char *const *argv, int round, char **out, char *text, size_t size)
{
	char *end = text + size;
	for (; *argv; argv++) {
		char *mark = strstr(*argv, "{}");
		*out++ = mark ? text : *argv;
		if (mark)
			text += snprintf(text, (size_t)(end - text), "%.*s%d%s", (int)(mark - *argv), *argv,
					round, mark + 2) +
				1;
		if (text >= end)
			fail("cannot store", *argv, E2BIG);
	}
	*out = NULL;
}

/* Runs a command, without its output, and returns its time in microseconds. Exits if the command fails. */
static double run_once(const struct contestant *c, int round, const posix_spawn_file_actions_t *quiet)
{
	char *argv[WORDS], text[8192];
	struct timespec from, to;
	pid_t pid;
	int status;

	words_for_round(c->argv, round, argv, text, sizeof text);
	clock_gettime(CLOCK_MONOTONIC, &from);
	int err = posix_spawn(&pid, c->argv[0], quiet, NULL, argv, c->envp);
	if (err)
		fail("cannot run", c->argv[0], err);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	clock_gettime(CLOCK_MONOTONIC, &to);
	if (status) {
		fprintf(stderr, "compare: %s: %s ended with wait status %#x\n", c->name, c->argv[0],
			(unsigned)status);
		exit(1);
	}
	return (double)(to.tv_sec - from.tv_sec) * 1e6 + (double)(to.tv_nsec - from.tv_nsec) / 1e3;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double median(const double *sorted, int n)
{
	return n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

/* Writes a time in a suitable unit, with its sign if it is a difference. Returns buf. */
static const char *pretty(char *buf, size_t size, bool difference, double micros)
{
	double x = micros < 0 ? -micros : micros;
	if (x < 10)
		snprintf(buf, size, difference ? "%+.0f ns" : "%.0f ns", micros * 1e3);
	else if (x < 1e4)
		snprintf(buf, size, difference ? "%+.1f us" : "%.1f us", micros);
	else
		snprintf(buf, size, difference ? "%+.1f ms" : "%.1f ms", micros / 1e3);
	return buf;
}

int main(int argc, char **argv)
{
	struct contestant all[MOST] = {0};
	posix_spawn_file_actions_t quiet;
	int divisor = 1, count = 0;

	if (argc > 2 && strcmp(argv[1], "-d") == 0) {
		divisor = positive(argv[2]);
		argv += 2, argc -= 2;
	}
	if (argc < 6) {
		fputs("usage: compare [-d N] ROUNDS TITLE BUDGET NAME [VAR=VALUE...] /PATH/COMMAND [ARG...] "
		      "[vs NAME "
		      "...]...\n",
			stderr);
		return 2;
	}
	int rounds = positive(argv[1]);
	char *title = argv[2], *budget = argv[3], **words = argv + 4;
	do
		words = contestant_read(words, rounds, &all[count++]);
	while (*words && count < MOST);
	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);

	for (int i = 0; i < count; i++)
		run_once(&all[i], rounds * count + i, &quiet); /* fills the caches; not counted */
	for (int round = 0; round < rounds; round++)
		for (int i = 0; i < count; i++) {
			int turn = (round + i) % count; /* each command is the first in some rounds */
			all[turn].micros[round] = run_once(&all[turn], round * count + turn, &quiet) /
				divisor;
		}

	printf("%s (%d rounds)\n", title, rounds);
	for (int i = 0; i < count; i++) {
		char time[48], more[48];
		qsort(all[i].micros, (size_t)rounds, sizeof *all[i].micros, by_size);
		double base = median(all[0].micros, rounds), own = median(all[i].micros, rounds);
		printf("  %-46s %12s", all[i].name, pretty(time, sizeof time, false, own));
		if (i)
			printf(" %12s %8.3fx (%.3fx)", pretty(more, sizeof more, true, own - base),
				own / base, all[i].micros[rounds / 4] / all[0].micros[rounds / 4]);
		putchar('\n');
	}
	printf("  budget: %s\n\n", budget);
	return 0;
}
