// SPDX-License-Identifier: MIT
// env-builder/relocate/prefix.c: the path of a directory that was moved, in texts.
#include <criterion/criterion.h>
#include <string.h>

#include "common/core/count.h"
#include "common/tool/text.h"
#include "env-builder/relocate/prefix.h"

Test(prefix, replaces_whole_components_only)
{
	static const struct {
		const char *in, *out; /* NULL: nothing is replaced */
	} rows[] = {
		{"/a/b", "/n"},
		{"/a/b/c:/a/b", "/n/c:/n"},
		{"x='/a/b'\n", "x='/n'\n"},
		{"file:///a/b/c", "file:///n/c"},
		{"/a/bc", NULL},
		{"/a/b.old", NULL},
		{"/a/b-2 ", NULL},
		{"/a/b\xc3\xa9", NULL},
		{"/x/a/b", NULL},
		{"x/a/b", NULL},
		{"//a/b", NULL},
		{"/a/bb/a/b", NULL},
		{"", NULL},
		{"/a/bb /a/b", "/a/bb /n"},
		{"export X=/a/b;", "export X=/n;"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct text out = {0};
		size_t count = prefix_replace(rows[i].in, strlen(rows[i].in), "/a/b", "/n", &out);
		cr_expect(!count == !rows[i].out && (!count ? !out.len : !strcmp(out.data, rows[i].out)),
			"%s: %s", rows[i].in, count ? out.data : "");
	}
}

Test(prefix, spells_a_path_as_the_file_has_it)
{
	cr_expect_str_eq(prefix_spelled("a.py", "/it's\\"), "/it\\'s\\\\");
	cr_expect_str_eq(prefix_spelled("a.pth", "/it's"), "/it's");
	cr_expect_str_eq(prefix_url("/a b/\xc3\xa9"), "/a%20b/%C3%A9");
}
