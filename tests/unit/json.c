// SPDX-License-Identifier: MIT
// common/tool/json.c: strings of any bytes, objects and their commas.
#include <criterion/criterion.h>

#include "common/core/count.h"
#include "common/tool/json.h"

Test(json, writes_strings_that_python_reads_back)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{NULL, "null"},
		{"", "\"\""},
		{"a \"b\" \\", "\"a \\\"b\\\" \\\\\""},
		{"\t\n\x7f", "\"\\u0009\\u000a\\u007f\""},
		{"z\xc3\xbc\xe2\x82\xac\xf0\x9f\x90\x8d", "\"z\xc3\xbc\xe2\x82\xac\xf0\x9f\x90\x8d\""},
		{"a\xff"
		 "b",
			"\"a\\udcff"
			"b\""},
		{"\xe2\x82", "\"\\udce2\\udc82\""},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		_cleanup_text_ struct text out = {0};
		json_add_string(&out, rows[i].in);
		cr_expect_str_eq(out.data, rows[i].out, "row %zu", i);
	}
}

Test(json, separates_members_and_words)
{
	_cleanup_text_ struct text out = {0};
	text_add(&out, "{");
	json_add_member(&out, "a", "b");
	json_add_bool(&out, "c", true);
	json_add_key(&out, "d");
	json_add_strings(&out, (const char *const[]){"e", "f", NULL});
	json_add_key(&out, "g");
	json_add_strings(&out, (const char *const[]){NULL});
	text_add(&out, "}");
	cr_expect_str_eq(out.data, "{\"a\": \"b\", \"c\": true, \"d\": [\"e\", \"f\"], \"g\": []}");
}
