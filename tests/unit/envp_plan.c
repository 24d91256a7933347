// SPDX-License-Identifier: MIT
// common/core/envp_plan.c and preload_list.c.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/envp.h"
#include "common/core/envp_plan.h"

#define LIB "/opt/v/libvenvrun.so"
#define POLICY "VENVRUN_POLICY=1;env=/e"
#define NESTED "VENVRUN_POLICY=1;env=/f;python=/f/bin/python;lib=" LIB ";py=3.9;match=major"

typedef char *const *vector;

/* Measures, fills memory of exactly that size with a guard byte at its end, and joins the result with '|'. */
static bool merged_as(vector envp, struct envp_wish wish, char *out)
{
	struct envp_plan plan;
	if (!envp_plan_measure(envp, &wish, &plan))
		return false;
	char **array = malloc((plan.count + 2) * sizeof *array);
	char *text = malloc(plan.text + 1);
	text[plan.text] = '~';
	array[plan.count + 1] = (char *)&plan;
	envp_plan_fill(&plan, array, text);
	cr_expect(text[plan.text] == '~', "text written past its end");
	cr_expect(array[plan.count + 1] == (char *)&plan, "array written past its end");
	*out = 0;
	size_t n = 0;
	for (; array[n]; n++)
		strcat(strcat(out, n ? "|" : ""), array[n]);
	cr_expect(n == plan.count, "%zu entries of %zu", n, plan.count);
	free(array);
	free(text);
	return true;
}

static bool merged(vector envp, bool for_python, char *out)
{
	return merged_as(envp, (struct envp_wish){.lib = LIB, .policy = POLICY, .is_python = for_python},
		out);
}

/* Compares what ld.so and getenv(3) would see, as the order of our variables does not matter: got has the
 * entries of want and no more, and the other variables keep their order. */
static bool same(const char *got, const char *want)
{
	char a[1024], b[1024], *got_part[32], *want_part[32];
	size_t n = 0, m = 0, rest_a = 0, rest_b = 0;
	strcpy(a, got);
	strcpy(b, want);
	for (char *save, *p = strtok_r(a, "|", &save); p; p = strtok_r(NULL, "|", &save))
		got_part[n++] = p;
	for (char *save, *p = strtok_r(b, "|", &save); p; p = strtok_r(NULL, "|", &save))
		want_part[m++] = p;
	if (n != m)
		return false;
	for (size_t i = 0; i < m; i++) {
		size_t k = 0;
		while (k < n && strcmp(got_part[k], want_part[i]))
			k++;
		if (k == n)
			return false;
	}
	for (;; rest_a++, rest_b++) {
		while (rest_a < n &&
			(!strncmp(got_part[rest_a], "LD_PRELOAD=", 11) || !strcmp(got_part[rest_a], POLICY)))
			rest_a++;
		while (rest_b < m &&
			(!strncmp(want_part[rest_b], "LD_PRELOAD=", 11) ||
				!strcmp(want_part[rest_b], POLICY)))
			rest_b++;
		if (rest_a == n || rest_b == m)
			return rest_a == n && rest_b == m;
		if (strcmp(got_part[rest_a], want_part[rest_b]))
			return false;
	}
}

struct row {
	const char *name;
	bool for_python;
	const char *in[6];
	const char *out; /* NULL: passed on unchanged */
};

static const struct row rows[] = {
	{"an empty environment", false, {NULL}, "LD_PRELOAD=" LIB "|" POLICY},
	{"nothing of ours", false, {"A=1", "B=2"}, "A=1|B=2|LD_PRELOAD=" LIB "|" POLICY},
	{"all of ours", false, {"LD_PRELOAD=" LIB, POLICY}, NULL},
	{"all of ours among others", false, {"A=1", POLICY, "B=2", "LD_PRELOAD=" LIB, "C=3"}, NULL},
	{"the library only", false, {"LD_PRELOAD=" LIB, "A=1"}, "LD_PRELOAD=" LIB "|A=1|" POLICY},
	{"the policy only", false, {"A=1", POLICY}, "A=1|" POLICY "|LD_PRELOAD=" LIB},
	{"another library", false, {"LD_PRELOAD=/x.so", POLICY}, "LD_PRELOAD=" LIB ":/x.so|" POLICY},
	{"two other libraries keep order", false, {"LD_PRELOAD=/y.so /x.so", POLICY},
		"LD_PRELOAD=" LIB ":/y.so /x.so|" POLICY},
	{"empty LD_PRELOAD", false, {"LD_PRELOAD=", POLICY}, "LD_PRELOAD=" LIB "|" POLICY},
	{"ours first of two", false, {"LD_PRELOAD=" LIB ":/x.so", POLICY}, NULL},
	{"ours last of two, ':'", false, {"LD_PRELOAD=/x.so:" LIB, POLICY}, NULL},
	{"ours last of two, blank", false, {"LD_PRELOAD=/x.so " LIB, POLICY}, NULL},
	{"ours in the middle", false, {"LD_PRELOAD=/x.so:" LIB " /y.so", POLICY}, NULL},
	{"ours twice", false, {"LD_PRELOAD=" LIB ":" LIB, POLICY}, NULL},
	{"ours between empty components", false, {"LD_PRELOAD=: " LIB ":", POLICY}, NULL},
	{"a sanitizer's runtime leads", false, {"LD_PRELOAD=/a/libasan.so.8", POLICY},
		"LD_PRELOAD=/a/libasan.so.8:" LIB "|" POLICY},
	{"and others follow", false, {"LD_PRELOAD=libclang_rt.asan-x86_64.so /a/libubsan.so.1 /x.so", POLICY},
		"LD_PRELOAD=libclang_rt.asan-x86_64.so /a/libubsan.so.1 " LIB ":/x.so|" POLICY},
	{"a sanitizer's runtime was put behind ours", false,
		{"LD_PRELOAD=" LIB ":/a/libtsan.so.2:/x.so", POLICY},
		"LD_PRELOAD=/a/libtsan.so.2:" LIB ":/x.so|" POLICY},
	{"it leads already", false, {"LD_PRELOAD=/a/libasan.so.8:" LIB, POLICY}, NULL},
	{"it would not lead without us", false, {"LD_PRELOAD=/x.so:/a/libasan.so.8", POLICY},
		"LD_PRELOAD=" LIB ":/x.so:/a/libasan.so.8|" POLICY},
	{"nor here", false, {"LD_PRELOAD=/x.so " LIB ":/a/libasan.so.8", POLICY}, NULL},
	{"a name that only contains one", false,
		{"LD_PRELOAD=/libasan.so/x.so:" LIB ":/a/mylibasan.so", POLICY}, NULL},
	{"torsocks in front of ours", false, {"LD_PRELOAD=/t/libtorsocks.so:/x.so " LIB, POLICY},
		"LD_PRELOAD=" LIB ":/t/libtorsocks.so:/x.so|" POLICY},
	{"torsocks behind ours", false, {"LD_PRELOAD=" LIB ":/t/libtorsocks.so", POLICY}, NULL},
	{"ours with more behind it", false, {"LD_PRELOAD=" LIB ".bak", POLICY},
		"LD_PRELOAD=" LIB ":" LIB ".bak|" POLICY},
	{"ours with more before it", false, {"LD_PRELOAD=/x" LIB, POLICY},
		"LD_PRELOAD=" LIB ":/x" LIB "|" POLICY},
	{"ours cut short", false, {"LD_PRELOAD=/opt/v/libvenvrun.s", POLICY},
		"LD_PRELOAD=" LIB ":/opt/v/libvenvrun.s|" POLICY},
	{"our name in another directory", false, {"LD_PRELOAD=/other/libvenvrun.so", POLICY},
		"LD_PRELOAD=" LIB ":/other/libvenvrun.so|" POLICY},
	{"a name that only begins like it", false, {"LD_PRELOADS=" LIB, POLICY},
		"LD_PRELOADS=" LIB "|" POLICY "|LD_PRELOAD=" LIB},
	{"off, nothing of ours", false, {"VENVRUN=off"}, NULL},
	{"off, for Python", true, {"VENVRUN=off", "PYTHONHOME=/x"}, NULL},
	{"a nested policy stays", false, {NESTED, "LD_PRELOAD=" LIB}, NULL},
	{"a nested policy stays, the library is added", false, {NESTED}, NESTED "|LD_PRELOAD=" LIB},
	{"a policy cut short is replaced", false, {"VENVRUN_POLICY=1;env=/f;python=/f/b", "LD_PRELOAD=" LIB},
		"LD_PRELOAD=" LIB "|" POLICY},
	{"a damaged policy is removed, the nested one stays", false,
		{NESTED, "VENVRUN_POLICY=x", "LD_PRELOAD=" LIB}, NESTED "|LD_PRELOAD=" LIB},
	{"PYTHONHOME stays for others", false, {"PYTHONHOME=/x", "LD_PRELOAD=" LIB, POLICY}, NULL},
	{"PYTHONHOME is removed for Python", true, {"PYTHONHOME=/x", "LD_PRELOAD=" LIB, POLICY},
		"LD_PRELOAD=" LIB "|" POLICY},
	{"PYTHONEXECUTABLE is removed, too", true, {"PYTHONEXECUTABLE=/x", "LD_PRELOAD=" LIB, POLICY},
		"LD_PRELOAD=" LIB "|" POLICY},
	{"the launcher is removed for Python", true, {"LD_PRELOAD=" LIB, "__PYVENV_LAUNCHER__=/x", POLICY},
		"LD_PRELOAD=" LIB "|" POLICY},
	{"both, twice", true, {"PYTHONHOME=/x", "A=1", "__PYVENV_LAUNCHER__=", "PYTHONHOME=", POLICY},
		"A=1|" POLICY "|LD_PRELOAD=" LIB},
	{"PYTHONHOMES and PYTHONPATH stay", true,
		{"PYTHONHOMES=/x", "PYTHONPATH=/y", POLICY, "LD_PRELOAD=" LIB}, NULL},
	{"entries without '='", false, {"LD_PRELOAD", "VENVRUN_POLICY", "x"},
		"LD_PRELOAD|VENVRUN_POLICY|x|LD_PRELOAD=" LIB "|" POLICY},
};

Test(envp_plan, is_made_ours_and_nothing_else_changes)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		char out[1024] = "";
		bool changed = merged((vector)rows[i].in, rows[i].for_python, out);
		if (!rows[i].out)
			cr_expect(!changed, "%s: changed to %s", rows[i].name, out);
		else
			cr_expect(changed && same(out, rows[i].out), "%s: %s", rows[i].name,
				changed ? out : "not changed");
	}
}

Test(envp_plan, is_right_the_second_time)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		char out[1024], again[1024], *array[32];
		if (!merged((vector)rows[i].in, rows[i].for_python, out))
			continue;
		size_t n = 0;
		for (char *save, *p = strtok_r(out, "|", &save); p; p = strtok_r(NULL, "|", &save))
			array[n++] = p;
		array[n] = NULL;
		cr_expect(!merged(array, rows[i].for_python, again), "%s: changed again: %s", rows[i].name,
			again);
	}
}

Test(envp_plan, of_null_is_ours_alone)
{
	char out[1024];
	cr_assert(merged(NULL, true, out));
	cr_expect(same(out, "LD_PRELOAD=" LIB "|" POLICY), "%s", out);
}

/* ld.so reads the last LD_PRELOAD, getenv(3) the first policy: that one must be ours. */
Test(envp_plan, of_several_entries_the_one_that_counts_is_ours)
{
	static const char *const cases[][6] = {
		{"LD_PRELOAD=" LIB, "LD_PRELOAD=/x.so", POLICY},
		{"LD_PRELOAD=/x.so", "LD_PRELOAD=" LIB, POLICY},
		{"LD_PRELOAD=/x.so", "LD_PRELOAD=/y.so", POLICY},
		{"LD_PRELOAD=" LIB, "LD_PRELOAD=", POLICY},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		char out[1024], *array[32];
		vector result = (vector)cases[i];
		if (merged(result, false, out)) {
			size_t n = 0;
			for (char *save, *p = strtok_r(out, "|", &save); p; p = strtok_r(NULL, "|", &save))
				array[n++] = p;
			array[n] = NULL;
			result = array;
		}
		const char *last = envp_last(result, "LD_PRELOAD");
		cr_expect(last && !strncmp(last, LIB, sizeof LIB - 1), "case %zu: %s", i,
			last ? last : "none");
	}
}

Test(envp_plan, the_callers_array_is_not_changed)
{
	char a[] = "LD_PRELOAD=/x.so", b[] = "PYTHONHOME=/y";
	char *in[] = {a, b, NULL}, out[1024];
	cr_assert(merged(in, true, out));
	cr_expect(in[0] == a && in[1] == b && !in[2] && !strcmp(a, "LD_PRELOAD=/x.so") &&
		!strcmp(b, "PYTHONHOME=/y"));
}

/* A name is for one exec: that of an earlier exec is removed. */
Test(envp_plan, the_name_of_a_process_is_added)
{
	static const struct {
		const char *name, *in[4], *out;
	} cases[] = {
		{"slp.py", {"A=1", "LD_PRELOAD=" LIB, POLICY},
			"A=1|LD_PRELOAD=" LIB "|" POLICY "|VENVRUN_NAME=slp.py"},
		{"a-script-with-a-long-name", {"LD_PRELOAD=" LIB, POLICY},
			"LD_PRELOAD=" LIB "|" POLICY "|VENVRUN_NAME=a-script-with-a"},
		{"slp.py", {"VENVRUN_NAME=old", "LD_PRELOAD=" LIB, POLICY},
			"LD_PRELOAD=" LIB "|" POLICY "|VENVRUN_NAME=slp.py"},
		{NULL, {"VENVRUN_NAME=old", "LD_PRELOAD=" LIB, POLICY}, "LD_PRELOAD=" LIB "|" POLICY},
		{NULL, {"VENVRUN_NAMES=x", "LD_PRELOAD=" LIB, POLICY}, NULL},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct envp_wish wish = {.lib = LIB, .policy = POLICY, .name = cases[i].name};
		char out[1024] = "";
		bool changed = merged_as((vector)cases[i].in, wish, out);
		cr_expect(cases[i].out ? changed && same(out, cases[i].out) : !changed, "case %zu: %s", i,
			out);
	}
}
