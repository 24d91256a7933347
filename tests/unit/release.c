// SPDX-License-Identifier: MIT
// common/core/release.c and before_format.c.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/before_format.h"
#include "common/core/envp_plan.h"

#define MAX 12
#define OURS "VENVRUN_POLICY=1;x", "LD_PRELOAD=/l/libvenvrun.so"

static const struct policy policy = {.env = "/e", .python = "/e/bin/python", .lib = "/l/libvenvrun.so"};
static const struct envp_wish wish = {.is_released = true, .left = &policy, .lib = "/l/libvenvrun.so"};

static const char *joined(char *const *array, char *out)
{
	*out = '\0';
	for (size_t i = 0; array[i]; i++)
		strcat(strcat(out, i ? "|" : ""), array[i]);
	return out;
}

/* The result in memory of exactly its size; "same" where nothing changes. */
static const char *released(char *const *envp, char *out)
{
	struct envp_plan plan;
	if (!envp_plan_measure(envp, &wish, &plan))
		return "same";
	char **array = malloc((plan.count + 1) * sizeof *array), *text = malloc(plan.text + 1);
	text[plan.text] = '~';
	envp_plan_fill(&plan, array, text);
	cr_expect(text[plan.text] == '~' && !array[plan.count], "measured %zu entries and %zu bytes",
		plan.count, plan.text);
	joined(array, out);
	free(array);
	free(text);
	return out;
}

struct row {
	const char *envp[MAX], *out;
};

static void try(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char in[1024], out[1024];
		const char *got = released((char *const *)rows[i].envp, out);
		cr_expect(!strcmp(got, rows[i].out), "%s: %s", joined((char *const *)rows[i].envp, in), got);
	}
}

Test(release, undoes_what_every_run_sets)
{
	static const struct row rows[] = {
		{{NULL}, "VENVRUN=off"},
		{{"A=1", OURS}, "A=1|VENVRUN=off"},
		{{"A=1", OURS, "VENVRUN=off"}, "A=1|VENVRUN=off"},
		{{"A=1", "VENVRUN=off"}, "same"},
		{{"VENVRUN=on", OURS}, "VENVRUN=off"},
		{{"VIRTUAL_ENV=/e", "VIRTUAL_ENV_PROMPT=e", OURS}, "VENVRUN=off"},
		{{"VIRTUAL_ENV=/other", "VIRTUAL_ENV_PROMPT=o", OURS},
			"VIRTUAL_ENV=/other|VIRTUAL_ENV_PROMPT=o|VENVRUN=off"},
		{{"PATH=/e/bin:/a:/b", OURS}, "PATH=/a:/b|VENVRUN=off"},
		{{"PATH=/a:/e/bin/:/b://e/bin", OURS}, "PATH=/a:/b|VENVRUN=off"},
		{{"PATH=/e/bin::/a:", OURS}, "PATH=:/a:|VENVRUN=off"},
		{{"PATH=/e/binx:/e:/e/bin/x", "VENVRUN=off"}, "same"},
		{{"PATH=/e/bin", OURS}, "VENVRUN=off"},
		{{"PATH", "=", "LD_PRELOAD=", OURS}, "PATH|=|LD_PRELOAD=|VENVRUN=off"},
	};
	try(rows, COUNT(rows));
}

Test(release, takes_only_our_libraries_out)
{
	static const struct row rows[] = {
		{{"LD_PRELOAD=/l/libvenvrun.so"}, "VENVRUN=off"},
		{{"LD_PRELOAD=/x.so:/l/libvenvrun.so /y.so"}, "LD_PRELOAD=/x.so /y.so|VENVRUN=off"},
		{{"LD_PRELOAD=/l/libvenvrun.so:/x.so"}, "LD_PRELOAD=/x.so|VENVRUN=off"},
		{{"LD_PRELOAD=/other/libvenvrun.so:/x.so"}, "LD_PRELOAD=/x.so|VENVRUN=off"},
		{{"LD_PRELOAD=/x.so: /y.so"}, "LD_PRELOAD=/x.so: /y.so|VENVRUN=off"},
	};
	try(rows, COUNT(rows));
}

Test(release, gives_back_what_was_before)
{
	static const struct row rows[] = {
		{{"A=1", "VENVRUN_BEFORE=A=1:0"}, "A=0|VENVRUN=off"},
		{{"A=1", "VENVRUN_BEFORE=A=1"}, "VENVRUN=off"},
		{{"A=1", "VENVRUN_BEFORE=A=1:"}, "A=|VENVRUN=off"},
		{{"A=", "VENVRUN_BEFORE=A=:0"}, "A=0|VENVRUN=off"},
		{{"A=2", "VENVRUN_BEFORE=A=1:0"}, "A=2|VENVRUN=off"}, /* a program's own */
		{{"B=2", "VENVRUN_BEFORE=A=1:0"}, "B=2|VENVRUN=off"}, /* unset by a program */
		{{"B=2", "VENVRUN_BEFORE=A:0"}, "B=2|A=0|VENVRUN=off"},
		{{"A=2", "VENVRUN_BEFORE=A:0"}, "A=2|VENVRUN=off"},
		{{"A=a;b", "VENVRUN_BEFORE=A=a%3Bb:%3D%0A"}, "A==\n|VENVRUN=off"},
		{{"PATH=/e/bin:/b", "VIRTUAL_ENV=/e",
			 "VENVRUN_BEFORE=PATH=/e/bin%3A/b:/o/bin%3A/b;VIRTUAL_ENV=/e:/o"},
			"PATH=/o/bin:/b|VIRTUAL_ENV=/o|VENVRUN=off"},
		/* a PATH that a program has added to */
		{{"PATH=/x:/e/bin:/b", "VIRTUAL_ENV=/e",
			 "VENVRUN_BEFORE=PATH=/e/bin%3A/b:/o/bin%3A/b;VIRTUAL_ENV=/e:/o"},
			"PATH=/x:/o/bin:/b|VIRTUAL_ENV=/o|VENVRUN=off"},
		{{"PATH=/x:/e/bin:/b", "VIRTUAL_ENV=/e", "VENVRUN_BEFORE=VIRTUAL_ENV=/e:/o"},
			"PATH=/x:/b|VIRTUAL_ENV=/o|VENVRUN=off"},
		/* a text in another form is ignored from that position on */
		{{"A=1", "VENVRUN_BEFORE="}, "A=1|VENVRUN=off"},
		{{"A=1", "VENVRUN_BEFORE=;A=1"}, "A=1|VENVRUN=off"},
		{{"A=1", "VENVRUN_BEFORE=B:2;A=1=2"}, "A=1|B=2|VENVRUN=off"},
		{{"A=1", "VENVRUN_BEFORE=A%3=1"}, "A=1|VENVRUN=off"},
	};
	try(rows, COUNT(rows));
}

/* The text of the runner restores every variable; it has none that need not be restored. */
Test(release, the_runner_writes_what_it_needs)
{
	static const struct {
		const char *before[MAX], *after[MAX], *text;
	} rows[] = {
		{{"A=1", NULL}, {"A=1", NULL}, ""},
		{{"PATH=/a:/b", NULL}, {"PATH=/e/bin:/a:/b", "VIRTUAL_ENV=/e", "VIRTUAL_ENV_PROMPT=e", NULL},
			""},
		{{"PATH=/a:/e/bin:/b", NULL}, {"PATH=/e/bin:/a:/b", NULL},
			"PATH=/e/bin%3A/a%3A/b:/a%3A/e/bin%3A/b"},
		{{"PATH=/e/bin:/a", "VIRTUAL_ENV=/e", NULL}, {"PATH=/e/bin:/a", "VIRTUAL_ENV=/e", NULL},
			"PATH=/e/bin%3A/a:/e/bin%3A/a;VIRTUAL_ENV=/e:/e"},
		{{NULL}, {"PATH=/e/bin:/bin", "VIRTUAL_ENV=/e", NULL}, "PATH=/e/bin%3A/bin"},
		{{"PATH=/o/bin:/a", "VIRTUAL_ENV=/o", NULL}, {"PATH=/e/bin:/a", "VIRTUAL_ENV=/e", NULL},
			"PATH=/e/bin%3A/a:/o/bin%3A/a;VIRTUAL_ENV=/e:/o"},
		{{"PYTHONHOME=/h", "B=\xff", NULL}, {"B=2", "C=", NULL}, "B=2:%FF;C=;PYTHONHOME:/h"},
		{{"LD_PRELOAD=/x.so", NULL}, {"LD_PRELOAD=/l/libvenvrun.so:/x.so", "VENVRUN_POLICY=1;", NULL},
			""},
		/* The text of an outer venvrun is replaced. */
		{{"A=0", NULL}, {"A=1", "VENVRUN_BEFORE=A=1:0", NULL}, "A=1:0"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *const *before = (char *const *)rows[i].before,
			    *const *after = (char *const *)rows[i].after;
		char variable[512] = "VENVRUN_BEFORE=", in[512], out[512];
		size_t prefix = strlen(variable), size = before_format(NULL, 0, &policy, before, after);
		cr_assert(size < sizeof variable - prefix);
		cr_expect(before_format(variable + prefix, size, &policy, before, after) == size &&
			strlen(variable + prefix) + 1 == size);
		cr_expect(!strcmp(variable + prefix, rows[i].text), "%s: %s", joined(after, in),
			variable + prefix);

		char *whole[MAX + 2] = {variable}, *expected[MAX + 2] = {NULL};
		size_t n = 0;
		for (; after[n]; n++)
			whole[n + 1] = after[n];
		for (n = 0; before[n]; n++)
			expected[n] = before[n];
		expected[n] = (char *)"VENVRUN=off";
		released(whole, out);
		/* Order does not matter. */
		for (n = 0; expected[n]; n++)
			cr_expect(strstr(out, expected[n]), "%s: no %s in %s", joined(after, in), expected[n],
				out);
		cr_expect(strlen(out) == strlen(joined(expected, in)), "%s: %s", in, out);
	}
}
