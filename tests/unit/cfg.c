// SPDX-License-Identifier: MIT
// env-builder/cfg.c: pyvenv.cfg as text.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "env-builder/cfg.h"

Test(cfg, reads_what_cpython_reads)
{
	static const char text[] = "# no key\nHOME = /usr/bin\r\nversion=3.11.2\n\tprompt = 'a = b' \n = x\nhome = /other\n";
	struct cfg cfg;
	cr_assert_null(cfg_parse(strdup(text), sizeof(text) - 1, &cfg));
	cr_expect_str_eq(cfg_get(&cfg, "home"), "/usr/bin");
	cr_expect_str_eq(cfg_get(&cfg, "version"), "3.11.2");
	cr_expect_str_eq(cfg_get(&cfg, "prompt"), "'a = b'");
	cr_expect_null(cfg_get(&cfg, "executable"));
	cfg_clear(&cfg);
}

Test(cfg, refuses_what_would_stop_the_interpreter)
{
	static const struct {
		const char *text;
		size_t len;
	} rows[] = {{"", 0}, {"garbage\n", 8}, {"home = /\xff\n", 9}, {"a = b\0c\n", 8}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct cfg cfg;
		char *copy = calloc(1, rows[i].len + 1);
		memcpy(copy, rows[i].text, rows[i].len);
		cr_expect_not_null(cfg_parse(copy, rows[i].len, &cfg), "row %zu", i);
	}
}

Test(cfg, quotes_a_prompt_as_python_does)
{
	static const struct {
		const char *text, *repr;
	} rows[] = {{"a b", "'a b'"}, {"it's", "\"it's\""}, {"it's \"x\"", "'it\\'s \"x\"'"}, {"back\\slash", "'back\\\\slash'"}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		cr_expect_str_eq(cfg_repr(rows[i].text), rows[i].repr);
		cr_expect_str_eq(cfg_unquote(rows[i].repr), rows[i].text);
	}
	cr_expect_str_eq(cfg_repr("tab\there\x01"), "'tab\\there\\x01'");
	cr_expect_str_eq(cfg_unquote("a'b"), "a'b");
	cr_expect_str_eq(cfg_unquote("'"), "'");
}
