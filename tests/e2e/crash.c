// SPDX-License-Identifier: MIT
// venvbuild is killed at each of its system calls, and each of them fails. Afterwards the old environment
// exists, the new one, or none; and the next build succeeds and leaves nothing else behind.
//
// The test takes a sample of the calls; with VENVRUN_CRASH=1, for "make check-crash", every one; with N every
// Nth.
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/core/count.h"
#include "env-builder/system/remove_tree.h"
#include "tests/e2e/sum.h"
#include "tests/fixture.h"
#include "tests/skip.h"

#define INJECT BUILD_DIR "/tests/programs/inject"
#define NEVER 99
#define UNABLE 98

static const struct setting {
	const char *name;
	const char *options[2];
	bool old;         /* the environment exists before */
	bool cold;        /* the cache is empty */
	long step;        /* for the sample, which takes seconds */
	long whole;       /* for "make check-crash": 1, unless that would take hours */
	const char *harm; /* a shell command that changes the environment first, run in it */
} settings[] = {
	{"without pip", {"--without-pip"}, false, false, 7, 1, NULL},
	{"--clear", {"--clear"}, true, false, 17, 1, NULL},
	{"--allow-existing", {"--allow-existing"}, true, false, 29, 1, NULL},
	{"--upgrade", {"--upgrade"}, true, false, 37, 1, NULL},
	{"--repair", {"--repair", "-q"}, true, false, 101, 1,
		"sed -i 's|'$PWD'|/was/here|' bin/pip* bin/activate*; ln -snf /gone/python bin/python3"},
	{"pip from a warm cache", {NULL}, false, false, 13, 1, NULL},
	{"--install", {"--install=one"}, false, false, 499, 1, NULL},
	{"--install in an existing environment", {"--install=one", "--allow-existing"}, true, false, 701, 1,
		NULL},
	{"--standalone", {"--standalone", "--without-pip"}, false, false, 151, 7, NULL},
	{"pip from a cold cache", {NULL}, false, true, 127, 1, NULL},
};

static const struct harm {
	const char *name;
	int error; /* 0: killed */
} harms[] = {{"kill", 0}, {"ENOSPC", ENOSPC}, {"EIO", EIO}};

#define SETTINGS COUNT(settings)
#define HARMS COUNT(harms)

static char *dir, *env, *home, *cache, *python;

static struct spawned build(const struct setting *s, const struct harm *h, long n)
{
	const char *words[12] = {INJECT, h && h->error ? format("%d", h->error) : "kill", format("%ld", n)};
	size_t k = h ? 3 : 0;
	words[k++] = VENVBUILD;
	words[k++] = "-p";
	words[k++] = python;
	for (size_t i = 0; i < 2 && s->options[i]; i++)
		words[k++] = s->options[i];
	words[k++] = env;
	words[k] = NULL;
	/* LeakSanitizer makes more system calls, and does not work below a debugger, as inject.c is. */
	const char *const set[] = {"ASAN_OPTIONS=detect_leaks=0", NULL};
	return fixture_run(words, h ? set : NULL);
}

/* inject.c prints the call that it changes. AddressSanitizer ends the program where it gets no memory for
 * malloc(3). */
static bool is_for_memory(const char *out)
{
	const char *call = strstr(out, " is system call ");
	long number = call ? strtol(call + strlen(" is system call "), NULL, 10) : -1;
	return number == SYS_mmap || number == SYS_mprotect;
}

/* The state before each attempt. */
static uint64_t prepare(const struct setting *s)
{
	remove_tree(AT_FDCWD, env);
	if (s->old) {
		struct spawned made = RUN(VENVBUILD, "-p", python, "--prompt", "old", env);
		cr_assert_eq(spawned_code(made), 0, "%s", made.out);
		fixture_write(format("%s/mine", env), 0644, "mine\n");
		if (s->harm)
			made = RUN("sh", "-c", format("cd %s && %s", env, s->harm));
		cr_assert_eq(spawned_code(made), 0, "%s", made.out);
	}
	if (s->cold)
		remove_tree(AT_FDCWD, cache);
	return sum_tree(env, false);
}

/* old and new: sums of the environment; before and after: those of the names in its directory, too. */
static void expect_outcome(const struct harm *h, const struct spawned *s, const char *at, uint64_t old,
	uint64_t new, uint64_t before, uint64_t after)
{
	uint64_t now = sum_tree(env, false);
	if (!h->error) {
		cr_expect(spawned_code(*s) == 128 + SIGKILL && (now == old || now == new),
			"%s: half of it is there: %s", at, s->out);
		return;
	}
	cr_expect(spawned_code(*s) == 0 || spawned_code(*s) == 1, "%s: exit status %d: %s", at,
		spawned_code(*s), s->out);
	cr_expect(now == old || now == new, "%s: half of it is there: %s", at, s->out);
	cr_expect(spawned_code(*s) != 0 || now == new,
		"%s: no failure is told, and it is not what it should be", at);
	cr_expect(spawned_code(*s) != 1 ||
			(now == old && strstr(s->out, "venvbuild: ") && strstr(s->out, strerror(h->error))),
		"%s: %s", at, s->out);
	bool told = strstr(s->out, "cannot remove") || strstr(s->out, "out of memory");
	uint64_t all = sum_tree(home, true);
	cr_expect(told || all == before || all == after, "%s: something is left behind: %s", at, s->out);
}

ParameterizedTestParameters(crash, leaves_all_or_nothing)
{
	static size_t indices[SETTINGS * HARMS];
	for (size_t i = 0; i < SETTINGS * HARMS; i++)
		indices[i] = i;
	return cr_make_param_array(size_t, indices, SETTINGS * HARMS);
}

ParameterizedTest(size_t *index, crash, leaves_all_or_nothing, .timeout = 3600)
{
	const struct setting *s = &settings[*index % SETTINGS];
	const struct harm *h = &harms[*index / SETTINGS];
	const char *asked = getenv("VENVRUN_CRASH");
	long step = asked ? s->whole * strtol(asked, NULL, 10) : s->step, n = 1;
	dir = fixture_dir();
	home = format("%s/home", dir);
	env = format("%s/e", home);
	cache = format("%s/cache", dir);
	python = format("%s/base/bin/python3", dir);
	cr_assert_eq(setenv("XDG_CACHE_HOME", cache, 1), 0);
	cr_assert_eq(mkdir(home, 0755), 0);
	cr_assert(!mkdir(format("%s/tmp", dir), 0755) && !setenv("TMPDIR", format("%s/tmp", dir), 1));
	struct spawned made = RUN("sh", SOURCE_DIR "/tests/data/smallbase.sh", dir, "base");
	cr_assert_eq(spawned_code(made), 0, "%s", made.out);
	prepare(s);
	made = build(s, NULL, 0);
	cr_assert_eq(spawned_code(made), 0, "%s", made.out);
	uint64_t new = sum_tree(env, false), around = sum_tree(home, true);

	for (;; n += step) {
		uint64_t old = prepare(s), before = sum_tree(home, true);
		struct spawned harmed = build(s, h, n);
		if (spawned_code(harmed) == NEVER)
			break;
		const char *at = format("%s, %s", s->name, h->name);
		if (spawned_code(harmed) == UNABLE) {
			skip(format("crash: %s: %s", at, harmed.out));
			return;
		}
		bool memory = h->error && is_for_memory(harmed.out);
		if (!memory || !skip_if_sanitized(format("crash: %s: no memory for its sanitizer", at)))
			expect_outcome(h, &harmed, at, old, new, before, around);
		struct spawned next = build(s, NULL, 0);
		cr_expect_eq(spawned_code(next), 0, "%s: %sthe next build: %s", at, harmed.out, next.out);
		cr_expect_eq(sum_tree(env, false), new, "%s: %sthe next build makes another one", at,
			harmed.out);
		cr_expect_eq(sum_tree(home, true), around, "%s: %sa stage is left behind", at, harmed.out);
		struct spawned left = RUN("find", cache, format("%s/tmp", dir), "-name", "*.new", "-o",
			"-name", ".*", "-o", "-name", "venvbuild-*");
		cr_expect_str_eq(left.out, "", "%s: %ssomething is left behind: %s", at, harmed.out,
			left.out);
	}
	cr_expect_gt(n, 50, "there are more calls than that");
}
