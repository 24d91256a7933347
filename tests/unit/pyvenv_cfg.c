// SPDX-License-Identifier: MIT
// common/env/pyvenv_cfg.c: pyvenv.cfg as text.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/count.h"
#include "common/env/pyvenv_cfg.h"

Test(pyvenv_cfg, reads_what_cpython_reads)
{
	static const char text[] =
		"# no key\nHOME = /usr/bin\r\nversion=3.11.2\n\tprompt = 'a = b' \n = x\nhome = /other\n";
	struct pyvenv_cfg cfg;
	cr_assert_null(pyvenv_cfg_parse(strdup(text), sizeof(text) - 1, &cfg));
	cr_expect_str_eq(pyvenv_cfg_get(&cfg, "home"), "/usr/bin");
	cr_expect_str_eq(pyvenv_cfg_get(&cfg, "version"), "3.11.2");
	cr_expect_str_eq(pyvenv_cfg_get(&cfg, "prompt"), "'a = b'");
	cr_expect_null(pyvenv_cfg_get(&cfg, "executable"));
	pyvenv_cfg_clear(&cfg);
}

Test(pyvenv_cfg, refuses_what_would_stop_the_interpreter)
{
	static const struct {
		const char *text;
		size_t len;
	} rows[] = {{"", 0}, {"garbage\n", 8}, {"home = /\xff\n", 9}, {"a = b\0c\n", 8}};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct pyvenv_cfg cfg;
		char *copy = calloc(1, rows[i].len + 1);
		memcpy(copy, rows[i].text, rows[i].len);
		cr_expect_not_null(pyvenv_cfg_parse(copy, rows[i].len, &cfg), "row %zu", i);
	}
}

Test(pyvenv_cfg, distinguishes_one_line_from_several)
{
	static const char *const lines[] = {"", "a b\tc", "\xc3\xa9\x1b\x1f\xc2\x84\xe2\x80\xa7\xe2\x80\xaa"};
	static const char *const others[] = {"\n", "a\rb", "a\v", "\f", "\x1c", "\x1d", "\x1e", "a\xc2\x85",
		"a\xe2\x80\xa8"
		"b",
		"\xe2\x80\xa9"};
	for (size_t i = 0; i < COUNT(lines); i++)
		cr_expect(pyvenv_cfg_is_line(lines[i]), "line %zu", i);
	for (size_t i = 0; i < COUNT(others); i++)
		cr_expect(!pyvenv_cfg_is_line(others[i]), "break %zu", i);
}

Test(pyvenv_cfg, quotes_a_prompt_as_python_does)
{
	static const struct {
		const char *text, *repr;
	} rows[] = {{"a b", "'a b'"}, {"it's", "\"it's\""}, {"it's \"x\"", "'it\\'s \"x\"'"},
		{"back\\slash", "'back\\\\slash'"}};
	for (size_t i = 0; i < COUNT(rows); i++) {
		cr_expect_str_eq(pyvenv_cfg_repr(rows[i].text), rows[i].repr);
		cr_expect_str_eq(pyvenv_cfg_unquote(rows[i].repr), rows[i].text);
	}
	cr_expect_str_eq(pyvenv_cfg_repr("tab\there\x01"), "'tab\\there\\x01'");
	/* Characters that end a line for str.splitlines(). */
	static const char breaks[] = "\v\f\x1c\x1d\x1e\xc2\x85\xe2\x80\xa8\xe2\x80\xa9 \r\n\t",
			  escaped[] = "'\\x0b\\x0c\\x1c\\x1d\\x1e\\x85\\u2028\\u2029 \\r\\n\\t'";
	cr_expect_str_eq(pyvenv_cfg_repr(breaks), escaped);
	cr_expect_str_eq(pyvenv_cfg_unquote(escaped), breaks);
	cr_expect_str_eq(pyvenv_cfg_repr("\xc3\xa9\xe2\x80\x9c"), "'\xc3\xa9\xe2\x80\x9c'");
	cr_expect_str_eq(pyvenv_cfg_unquote("'\\u00e9\\u201c'"), "\xc3\xa9\xe2\x80\x9c");
	cr_expect_str_eq(pyvenv_cfg_unquote("'\\xg1\\u12\\x00\\x1'"), "\\xg1\\u12\\x00\\x1", "no escape");
	cr_expect_str_eq(pyvenv_cfg_unquote("a'b"), "a'b");
	cr_expect_str_eq(pyvenv_cfg_unquote("'"), "'");
}
