// SPDX-License-Identifier: MIT
// tests/probe calls every row that takes a path: with the library, a call does with the original path what
// libc does with the translated path.
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/core/names.h"
#include "common/core/policy.h"
#include "common/core/policy_format.h"
#include "tests/fixture.h"
#include "tests/hooks/role.h"
#include "tests/skip.h"

/* The same program: the first has the symbol Py_Version of a Python, the second has not. */
#define EMBEDS BUILD_DIR "/tests/probe/embeds"
#define PROGRAM BUILD_DIR "/tests/probe/program"
#define STANDIN BUILD_DIR "/tests/hooks/standin.so" /* any library that can be loaded */

/* One call: "open recipe 0, path 0, absolute, a file", and the text after its colon. */
struct record {
	char *call, *outcome;
};

struct report {
	struct record *records;
	size_t count;
};

static char *read_all(const char *path)
{
	FILE *f = fopen(path, "re");

	cr_assert(f && !fseek(f, 0, SEEK_END), "%s", path);
	size_t n = (size_t)ftell(f);
	char *text = calloc(1, n + 1);
	rewind(f);
	cr_assert(text && fread(text, 1, n, f) == n, "%s", path);
	fclose(f);
	return text;
}

/* A line that begins with a tab belongs to the previous call. */
static struct report parse(char *text)
{
	struct report report = {.records = NULL};
	size_t room = 0;

	for (char *next; *text; text = next) {
		char *end = text;
		do
			end += strcspn(end, "\n") + 1;
		while (*end == '\t');
		next = end;
		end[-1] = '\0';
		if (report.count == room) {
			room = room ? 2 * room : 1024;
			report.records = realloc(report.records, room * sizeof *report.records);
			cr_assert(report.records);
		}
		char *colon = strchr(text, ':');
		cr_assert(colon, "%s", text);
		*colon = '\0';
		report.records[report.count++] = (struct record){text, colon + 1};
	}
	return report;
}

/* The calls make and remove many files: in memory, where there is such a file system. */
static char *scratch;

static void remove_scratch(void)
{
	RUN("rm", "-rf", scratch);
}

static void begin(void)
{
	scratch = format("/dev/shm/venvrun-test-XXXXXX");
	if (mkdtemp(scratch))
		atexit(remove_scratch);
	else
		scratch = fixture_dir();
}

/* The shell command of a run of the probe, with the library where py is a version. All names have one length,
 * as paths up to the maximum length are compared. */
static char *words_for(const char *name, const char *program, const char *py, const char *range)
{
	char *root = format("%s/%s", scratch, name), text[POLICY_MAX] = "";

	if (py) {
		struct policy policy = {
			.env = format("%s/env", root),
			.python = format("%s/env/bin/python", root),
			.lib = LIBRARY,
			.major = 3,
			.minor = atoi(py),
			.site = format("%s/env/lib/python3.11/site-packages", root),
			.base = {format("%s/base/dist-packages", root)},
			.bases = 1,
			.hide = {format("%s/user/site-packages", root)},
			.hides = 1,
		};
		cr_assert(policy_format(text, sizeof text, &policy) <= sizeof text);
	}
	/* The environment must exist when the program starts, as an unreachable one is not redirected to. */
	return format("mkdir -p %s/env/lib/python3.11/site-packages && env %s '%s=%s' %s %s %s %s.out %s",
		root, py ? "LD_PRELOAD=" LIBRARY : "", POLICY_VARIABLE, text, program, root, STANDIN, root,
		range);
}

/* Runs both at the same time. */
static void run_two(const char *one, const char *other)
{
	struct spawned s = RUN("sh", "-c",
		format("(%s) & (%s); status=$?; wait $! && exit $status", one, other));

	cr_assert(!s.error && !s.status, "%s", s.out);
}

static struct report report_of(const char *name)
{
	return parse(read_all(format("%s/%s.out", scratch, name)));
}

/* Returns in how many calls the two differ. */
static size_t check_equal(const struct report *is, const struct report *wanted, const char *what)
{
	size_t differences = 0;

	cr_expect_eq(is->count, wanted->count, "%s: %zu calls, expected %zu", what, is->count, wanted->count);
	for (size_t i = 0; i < is->count && i < wanted->count; i++) {
		const struct record *a = &is->records[i], *b = &wanted->records[i];
		cr_assert_str_eq(a->call, b->call);
		if (strcmp(a->outcome, b->outcome) != 0 && differences++ < 20)
			cr_expect(false, "%s, %s:%.600s\n... expected:%.600s", what, a->call, a->outcome,
				b->outcome);
	}
	return differences;
}

Test(path_hooks, each_does_what_libc_does_with_the_translated_path, .init = begin, .timeout = 300)
{
	run_two(words_for("a", EMBEDS, "11", "original"), words_for("b", EMBEDS, NULL, "translated"));
	struct report original = report_of("a"), translated = report_of("b");

	cr_expect_eq(check_equal(&original, &translated, "with the library"), 0);
	cr_expect(original.count > 10000, "only %zu calls", original.count);
	for (size_t i = 0; i < translated.count; i++)
		if (!strcmp(translated.records[i].outcome, " missing"))
			skip(format("path hooks: %s: this libc does not have it",
				translated.records[i].call));
}

/* The number of rows that are called. */
enum {
	ROWS = 0
#define HOOK(family, ret, name, ...) +(ROLE_##family == TAKES_PATH)
#include "preload/hooks.def"
#undef HOOK
};

/* A row and which of its paths is tested; the other arguments do not matter. */
struct path {
	char row[64];
	unsigned which;
	bool differs;
};

static struct path *find_path(struct path *paths, size_t *count, const char *call)
{
	struct path *path = &paths[*count];

	path->differs = false;
	cr_assert(*count < 400 && sscanf(call, "%63s recipe %*u, path %u", path->row, &path->which) == 2,
		"%s", call);
	for (size_t i = 0; i < *count; i++)
		if (paths[i].which == path->which && !strcmp(paths[i].row, path->row))
			return &paths[i];
	(*count)++;
	return path;
}

/* Is the result here the same for any path? mktemp(3) does not need the directory, lchmod(3) of glibc before
 * 2.32 does nothing, and the others may not be allowed. */
static bool is_blind(const char *row)
{
#if defined(__GLIBC__) && !__GLIBC_PREREQ(2, 32)
	if (!strcmp(row, "lchmod"))
		return true;
#endif
	return !strcmp(row, "mktemp") || !strcmp(row, "mount") || !strcmp(row, "fanotify_mark");
}

/* The control: the same calls must have other results without the library. */
Test(path_hooks, each_does_something_else_without_the_library, .init = begin, .timeout = 300)
{
	static struct path paths[400];
	size_t count = 0, missing = 0;

	run_two(words_for("a", EMBEDS, "11", "original brief"),
		words_for("b", EMBEDS, NULL, "original brief"));
	struct report with = report_of("a"), without = report_of("b");
	cr_assert_eq(with.count, without.count);
	for (size_t i = 0; i < with.count; i++)
		if (!strcmp(with.records[i].outcome, " missing"))
			missing++;
		else
			find_path(paths, &count, with.records[i].call)
				->differs |= strcmp(with.records[i].outcome, without.records[i].outcome) != 0;
	cr_expect(count + missing >= ROWS, "only %zu paths, and %d rows", count, ROWS);
	for (size_t i = 0; i < count; i++) {
		if (!paths[i].differs && is_blind(paths[i].row))
			skip(format("path hooks: %s, path %u: shows no difference here", paths[i].row,
				paths[i].which));
		else
			cr_expect(paths[i].differs, "%s, path %u: the result is the same without the library",
				paths[i].row, paths[i].which);
	}
}

/* The paths of other programs and of a Python of another version are not redirected. */
Test(path_hooks, none_changes_a_call_of_another_program, .init = begin, .timeout = 300)
{
	run_two(words_for("a", PROGRAM, NULL, "original brief"),
		words_for("b", PROGRAM, "11", "original brief"));
	run_two(words_for("c", EMBEDS, NULL, "original brief"),
		words_for("d", EMBEDS, "12", "original brief"));
	struct report plain = report_of("a"), program = report_of("b"), version = report_of("d"),
		      python = report_of("c");

	check_equal(&program, &plain, "a program without Python");
	check_equal(&version, &python, "a Python of another version");
}
