// SPDX-License-Identifier: MIT
// common/tool/text.c and printable.c: formatting, the growing text, quoting, UTF-8.
#include <criterion/criterion.h>
#include <string.h>

#include "common/core/count.h"
#include "common/tool/cleanup.h"
#include "common/tool/text.h"

Test(text, leads_back_from_the_directory_of_a_file)
{
	static const char *const rows[][2] = {{"x", ""}, {"bin/x", "../"},
		{"lib/python3.11/site-packages/x.pth", "../../../"}};
	for (size_t i = 0; i < COUNT(rows); i++) {
		_cleanup_text_ struct text up = {0};
		text_add_up(&up, rows[i][0]);
		cr_expect_str_eq(up.data ? up.data : "", rows[i][1], "%s", rows[i][0]);
	}
}

Test(text, has_the_directory_of_a_path)
{
	cr_expect_str_eq(text_dir("/a/b"), "/a");
	cr_expect_str_eq(text_dir("/a"), "/");
	cr_expect_str_eq(text_dir("/"), "/");
}

Test(text, escapes_what_is_not_safe_on_a_terminal)
{
	static const struct {
		const char *in, *quoted, *lines;
	} rows[] = {{"a b", "'a b'", "a b"}, {"\xc3\xa4", "'\xc3\xa4'", "\xc3\xa4"},
		{"a\nb", "$'a\\nb'", "a\nb"}, {"a\tb", "$'a\\tb'", "a\tb"},
		{"\033[2J", "$'\\x1b[2J'", "\\x1b[2J"}, {"\r", "$'\\x0d'", "\\x0d"},
		{"\x7f", "$'\\x7f'", "\\x7f"},
		{"\xc2\x9b"
		 "1m",
			"$'\\xc2\\x9b1m'", "\\xc2\\x9b1m"},
		{"\xc2\xa0", "'\xc2\xa0'", "\xc2\xa0"},
		{"\xe2\x80\xaetxt", "$'\\xe2\\x80\\xaetxt'", "\\xe2\\x80\\xaetxt"},
		{"\xff", "$'\\xff'", "\\xff"}, {"\x9b", "$'\\x9b'", "\\x9b"},
		{"\xe2\x80", "$'\\xe2\\x80'", "\\xe2\\x80"},
		{"it's\a\\", "$'it\\'s\\x07\\\\'", "it's\\x07\\"},
		{"\xe2\x82\xac", "'\xe2\x82\xac'", "\xe2\x82\xac"}};
	for (size_t i = 0; i < COUNT(rows); i++) {
		_cleanup_free_ char *quoted = text_quoted(rows[i].in);
		_cleanup_text_ struct text lines = {0};
		text_add_printable(&lines, rows[i].in, "\n\t");
		cr_expect_str_eq(quoted, rows[i].quoted, "row %zu: %s", i, quoted);
		cr_expect_str_eq(lines.data, rows[i].lines, "row %zu: %s", i, lines.data);
	}
}

Test(text, quotes_for_a_shell_only_what_needs_it)
{
	static const struct {
		const char *in, *out;
	} rows[] = {{"", "''"}, {"/usr/bin/python3.11", "/usr/bin/python3.11"}, {"a b", "'a b'"},
		{"it's", "'it'\\''s'"}, {"$HOME", "'$HOME'"}, {"a\\b", "'a\\b'"}, {"~x", "'~x'"},
		{"-q", "-q"}, {"a\nb", "'a\nb'"}, {"\xff", "'\xff'"}};
	for (size_t i = 0; i < COUNT(rows); i++) {
		_cleanup_text_ struct text out = {0};
		text_add_shell(&out, rows[i].in);
		cr_expect_str_eq(out.data, rows[i].out, "%s", rows[i].in);
	}
}

Test(text, distinguishes_utf8_from_other_bytes)
{
	static const struct {
		const char *in;
		bool is;
	} rows[] = {{"", true}, {"abc", true}, {"\xc3\xa9", true}, {"\xe2\x82\xac", true},
		{"\xf0\x9f\x9a\x92", true}, {"\xff", false}, {"\xc3", false}, {"\xc0\xaf", false},
		{"\xe0\x80\xaf", false}, {"\xed\xa0\x80", false}, {"\xf4\x90\x80\x80", false},
		{"\xf5\x80\x80\x80", false}, {"\x80", false}, {"a\xe2\x82", false}};
	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect_eq(text_is_utf8(rows[i].in, strlen(rows[i].in)), rows[i].is, "row %zu", i);
}

Test(text, grows_and_is_handed_over)
{
	struct text t = {0};
	for (int i = 0; i < 1000; i++)
		text_add_format(&t, "%d,", i % 10);
	cr_expect_eq(t.len, 2000);
	_cleanup_free_ char *all = text_take(&t), *empty = text_take(&t);
	cr_expect_eq(strlen(all), 2000);
	cr_expect_null(t.data);
	cr_expect_str_empty(empty);
}

Test(text, compares_both_ends)
{
	cr_expect(text_starts("lib/python", "lib/") && !text_starts("li", "lib"));
	cr_expect(text_ends("a.whl", ".whl") && !text_ends("whl", ".whl"));
}

Test(text, is_trimmed_at_both_ends)
{
	static const struct {
		const char *in, *out;
	} rows[] = {{" a b\t ", "a b"}, {"a", "a"}, {"\t \t", ""}, {"", ""}, {"a\n ", "a\n"}};
	for (size_t i = 0; i < COUNT(rows); i++) {
		_cleanup_free_ char *text = text_copy(rows[i].in);
		cr_expect_str_eq(text_trim(text, " \t"), rows[i].out);
	}
}
