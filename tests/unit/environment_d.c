// SPDX-License-Identifier: MIT
// Tests of common/env/environment_d.c.
#include <criterion/criterion.h>
#include <string.h>
#include <sys/stat.h>

#include "common/core/count.h"
#include "common/env/environment_d.h"
#include "tests/fixture.h"

struct pairs {
	char *text;
};

static bool collect(void *ctx, const char *name, const char *value)
{
	struct pairs *p = ctx;
	p->text = format("%s%s=<%s>", p->text, name, value);
	return strcmp(name, "STOP") != 0;
}

static const char *lookup(void *ctx, const char *name)
{
	(void)ctx;
	return !strcmp(name, "SET") ? "v" : NULL;
}

Test(environment_d, parses_variables)
{
	static const struct {
		const char *in, *out;
	} rows[] = {{"", ""}, {"# c\n; c\n\nA=1\n", "A=<1>"}, {"A = x y  \n", "A=<x y>"},
		{"A='$SET'\n", "A=<$SET>"}, {"A=\"$SET ${SET} $NOT.\"", "A=<v v .>"},
		{"A=a\\ b\\$SET\n", "A=<a b$SET>"}, {"A=$$SET\n", "A=<$SET>"},
		{"A=\"a\\\"b\\n\"\n", "A=<a\"b\\n>"}, {"A=a'b c'd\n", "A=<ab cd>"},
		{"A=\"two\nlines\"\nB=2", "A=<two\nlines>B=<2>"}, {"A=\\\nb\n", "A=<b>"},
		{"A=\nB=' x '\n", "A=<>B=< x >"}, {"STOP=1\nB=2\n", "STOP=<1>"}};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct pairs p = {format("%s", "")};
		char *why = NULL;
		cr_expect_geq(environment_d_parse("f", rows[i].in,
				      &(struct environment_d){collect, lookup, &p}, &why),
			0, "%s: %s", rows[i].in, why);
		cr_expect_str_eq(p.text, rows[i].out);
	}
	static const struct {
		const char *in, *out, *strict; /* NULL: it is wrong */
	} dotenv[] = {{"export A=b\n", "A=<b>", NULL}, {"D=1 # c\nE=2", "D=<1>E=<2>", "D=<1 # c>E=<2>"},
		{"  export\tA=b # c\nB=2\n", "A=<b>B=<2>", NULL},
		{"A= # c\nB=#c\n", "A=<>B=<#c>", "A=<# c>B=<#c>"}, {"A=b#c\n", "A=<b#c>", "A=<b#c>"},
		{"A='b # c' # d\n", "A=<b # c>", "A=<b # c # d>"},
		{"A=\"b # c\"\n", "A=<b # c>", "A=<b # c>"}, {"A=b\\ #c\n", "A=<b #c>", "A=<b #c>"},
		{"A=b=#c\n", "A=<b=#c>", "A=<b=#c>"}, {"A=\"b \"#c\n", "A=<b #c>", "A=<b #c>"},
		{"export=1\n", "export=<1>", "export=<1>"}, {"exported=1\n", "exported=<1>", "exported=<1>"},
		{"export A\n", NULL, NULL}, {"export\n", NULL, NULL}, {"export export A=1\n", NULL, NULL},
		{"A-B=1\n", NULL, NULL}};
	for (size_t i = 0; i < COUNT(dotenv); i++)
		for (int strict = 0; strict < 2; strict++) {
			struct pairs p = {format("%s", "")};
			const char *in = dotenv[i].in, *out = strict ? dotenv[i].strict : dotenv[i].out;
			char *why = NULL;
			int r = (strict ? environment_d_parse : environment_d_parse_dotenv)("f", in,
				&(struct environment_d){collect, lookup, &p}, &why);
			cr_expect_eq(r, out ? 0 : -1, "%d %s: %s", strict, in, why);
			if (out)
				cr_expect_str_eq(p.text, out, "%d %s: %s", strict, in, p.text);
		}
	static const char *const bad[] = {"A", "1A=x", "=x", "A='x", "A=\"x\n\n", "A=${SET", "export A=1"};
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct pairs p = {format("%s", "")};
		char *why = NULL;
		cr_expect_eq(environment_d_parse("f", format("OK=1\n%s", bad[i]),
				     &(struct environment_d){collect, lookup, &p}, &why),
			-1, "%s", bad[i]);
		cr_expect(why && strstr(why, "f:2: "), "%s: %s", bad[i], why);
	}
}

Test(environment_d, reads_its_own_variables_back)
{
	static const char *const values[] = {"", "plain", "a b", "$HOME", "${X}$$", "it's \"q\" `c` \\ \\n",
		" x ", "\xff", "#;="};
	for (size_t i = 0; i < COUNT(values); i++) {
		struct pairs p = {format("%s", "")};
		char *why = NULL;
		cr_expect_eq(environment_d_parse("f", environment_d_line("N", values[i]),
				     &(struct environment_d){collect, lookup, &p}, &why),
			0);
		cr_expect_str_eq(p.text, format("N=<%s>", values[i]));
	}
}

Test(environment_d, reads_the_files_in_the_order_of_their_names)
{
	char *dir = fixture_dir();
	struct pairs p = {format("%s", "")};
	const struct environment_d variables = {collect, lookup, &p};
	char *why = NULL;
	cr_expect_eq(environment_d_read(dir, &variables, &why), 0, "no directory is no error");
	cr_assert(!mkdir(format("%s/etc", dir), 0755) && !mkdir(format("%s/etc/environment.d", dir), 0755));
	fixture_write(format("%s/etc/environment.d/20-b.conf", dir), 0644, "A=2\n");
	fixture_write(format("%s/etc/environment.d/10-a.conf", dir), 0644, "A=1\n");
	fixture_write(format("%s/etc/environment.d/ignored.txt", dir), 0644, "A=3\n");
	fixture_write(format("%s/etc/environment.d/.hidden.conf", dir), 0644, "A=4\n");
	cr_expect_eq(environment_d_read(dir, &variables, &why), 0, "%s", why);
	cr_expect_str_eq(p.text, "A=<1>A=<2>");
	fixture_write(format("%s/etc/environment.d/30-c.conf", dir), 0644, "nonsense\n");
	cr_expect_eq(environment_d_read(dir, &variables, &why), -1);
	cr_expect(strstr(why, "30-c.conf:1:") != NULL, "%s", why);
}
