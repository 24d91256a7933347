// SPDX-License-Identifier: MIT
// common/core/envp.c.
#include <criterion/criterion.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/envp.h"

#define LIB "/opt/v/libvenvrun.so"
#define POLICY "VENVRUN_POLICY=1;env=/e"
#define NESTED "VENVRUN_POLICY=1;env=/f;python=/f/bin/python;lib=" LIB ";py=3.9;match=major"

typedef char *const *vector;

Test(envp, get_is_the_first_and_last_is_the_last)
{
	static const char *const vars[] = {"A=1", "AB=2", "A", "=x", "A=3", "B=", "E=a=b", "", NULL};
	static const struct {
		const char *name, *first, *last;
	} rows[] = {
		{"A", "1", "3"},
		{"AB", "2", "2"},
		{"B", "", ""},
		{"E", "a=b", "a=b"},
		{"C", NULL, NULL},
		{"a", NULL, NULL},
		{"ABC", NULL, NULL},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *got[] = {envp_get((vector)vars, rows[i].name),
			envp_last((vector)vars, rows[i].name)};
		const char *want[] = {rows[i].first, rows[i].last};
		for (int k = 0; k < 2; k++)
			cr_expect(want[k] ? got[k] && !strcmp(got[k], want[k]) : !got[k], "%s: %s",
				rows[i].name, got[k] ? got[k] : "NULL");
	}
	static const char *const none[] = {NULL};
	cr_expect(!envp_get(NULL, "A") && !envp_last(NULL, "A") && !envp_get((vector)none, "A") &&
		!envp_last((vector)none, "A"));
}

Test(envp, off_has_one_spelling_only)
{
	static const struct {
		const char *vars[3];
		bool off;
	} rows[] = {
		{{"VENVRUN=off"}, true},
		{{"A=1", "VENVRUN=off"}, true},
		{{"VENVRUN=on"}, false},
		{{"VENVRUN="}, false},
		{{"VENVRUN=offf"}, false},
		{{"VENVRUN=of"}, false},
		{{"VENVRUN=OFF"}, false},
		{{"VENVRUN_=off"}, false},
		{{"XVENVRUN=off"}, false},
		{{"VENVRUN"}, false},
		{{NULL}, false},
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect(envp_is_off((vector)rows[i].vars) == rows[i].off, "row %zu, %s", i,
			rows[i].vars[0] ? rows[i].vars[0] : "empty");
	cr_expect(!envp_is_off(NULL));
}

Test(envp, nested_is_the_last_policy_unless_it_is_ours)
{
	static const char other[] = "VENVRUN_POLICY=1;env=/g;python=/g/bin/python;lib=" LIB
				    ";py=3.9;match=major";
	static const struct {
		const char *vars[4], *nested;
	} cases[] = {
		{{NULL}, NULL},
		{{"A=1", POLICY}, NULL},
		{{NESTED, "A=1"}, NESTED},
		{{POLICY, NESTED}, NESTED},
		{{NESTED, POLICY}, NULL},
		{{other, NESTED}, NESTED},
		{{NESTED, other}, other},
		{{NESTED, "VENVRUN_POLICY=damaged"}, NESTED},
		{{NESTED, "VENVRUN_POLICY="}, NESTED},
		{{"VENVRUN_POLICY=2;env=/f"}, NULL},
		{{"VENVRUN_POLICY"}, NULL},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *got = envp_nested((vector)cases[i].vars, POLICY);
		cr_expect(got ? cases[i].nested && !strcmp(got, cases[i].nested) : !cases[i].nested,
			"case %zu: %s", i, got ? got : "NULL");
	}
	cr_expect(!envp_nested(NULL, POLICY));
}
