// SPDX-License-Identifier: MIT
// env-builder/relocate/replace_prefix.c: the path in scripts, texts and compiled code.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/count.h"
#include "env-builder/relocate/replace_prefix.h"
#include "tests/fixture.h"

static const struct replace_prefix plain = {{"/t/env", "/s/.e-0/env"}, "/home/u/e", false};
static const struct replace_prefix odd = {{"/t/env", NULL}, "/it's a/e", false};

Test(replace_prefix, rewrites_the_first_lines_of_a_script)
{
	static const struct {
		const struct replace_prefix *replace;
		const char *in, *out;
	} rows[] = {
		{&plain, "#!/t/env/bin/python\nx\n", "#!/home/u/e/bin/python\nx\n"},
		{&plain, "#!/s/.e-0/env/bin/python3.11 -E  \r\nx", "#!/home/u/e/bin/python3.11 -E\nx"},
		{&plain, "#!\"/t/env/bin/python\" -E\n", "#!/home/u/e/bin/python -E\n"},
		{&plain, "#!/bin/sh\n'''exec' \"/t/env/bin/python\" \"$0\" \"$@\"\n' '''\nx\n",
			"#!/home/u/e/bin/python\nx\n"},
		{&plain, "#!/t/env/bin/python\nsee /t/env/x and /t/env",
			"#!/home/u/e/bin/python\nsee /home/u/e/x and /home/u/e"},
		{&plain, "#!/bin/sh\nexec /t/env/bin/x\n", "#!/bin/sh\nexec /home/u/e/bin/x\n"},
		{&odd, "#!/t/env/bin/python -E\nx\n",
			"#!/bin/sh\n# -*- coding: utf-8 -*-\n'''exec' '/it'\\''s a/e/bin/python' -E \"$0\" "
			"\"$@\"\n' '''\nx\n"},
		{&odd, "#!/t/env/bin/tool\n", "#!/it's a/e/bin/tool\n"},
		{&plain, "#!/usr/bin/python3\n", NULL},
		{&plain, "#!/t/env/bin/python", "#!/home/u/e/bin/python"},
	};
	static const struct replace_prefix moves = {{"/t/env", NULL}, "/e", true};
	static const char from_future[] = "#!/t/env/bin/python -E\n'x'\nfrom __future__ import division\n";
	struct text beside = {0}, line = {0};
	cr_expect(replace_prefix_script(&moves, "#!/t/env/bin/python3 -E\nx", 25, &beside));
	cr_expect(strstr(beside.data, "\nexec \"${p%/*}/python3\" -E \"$0\" \"$@\"\n'''\nx"), "%s",
		beside.data);
	cr_expect(replace_prefix_script(&moves, from_future, strlen(from_future), &line));
	cr_expect(strstr(line.data, "\"${p%/*}/python\" -E \"$0\" \"$@\"'\n'x'") &&
			strchr(line.data, '\n') < line.data + 127,
		"%s", line.data);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct text out = {0};
		size_t count = replace_prefix_script(rows[i].replace, rows[i].in, strlen(rows[i].in), &out);
		cr_expect_eq(count != 0, rows[i].out != NULL, "%s", rows[i].in);
		cr_expect(!rows[i].out || (out.data && !strcmp(out.data, rows[i].out)), "%s: %s", rows[i].in,
			out.data);
	}
}

/* Strings of marshal before and after. */
Test(replace_prefix, rewrites_the_strings_of_compiled_code)
{
	char *long_to = format("/%0254d", 1);
	const struct replace_prefix far = {{"/t/env", NULL}, long_to, false},
				    accented = {{"/t/env", NULL}, "/\xc3\xa9", false},
				    bytes = {{"/t/env", NULL}, "/\xff", false};
	const struct {
		const struct replace_prefix *replace;
		const char *in;
		size_t len;
		const char *head;
		size_t head_len;
	} rows[] = {
		{&plain, "\xfa\x0b/t/env/m.py", 13, "\xfa\x0e/home/u/e/m.py", 16},
		{&plain, "z\x0b/t/env/m.pyz\x01x", 16, "z\x0e/home/u/e/m.pyz\x01x", 19},
		{&plain, "\xe1\x0b\0\0\0/t/env/m.py", 16, "\xe1\x0e\0\0\0/home/u/e/m.py", 19},
		{&plain, "s\x0b\0\0\0/t/env/m.py", 16, "s\x0e\0\0\0/home/u/e/m.py", 19},
		{&far, "\xda\x0b/t/env/m.py", 13, "\xc1\x04\x01\0\0/000", 9},
		{&far, "z\x0b/t/env/m.py", 13, "a\x04\x01\0\0/000", 9},
		{&accented, "\xda\x0b/t/env/m.py", 13, "\xf4\x08\0\0\0/\xc3\xa9/m.py", 13},
		{&accented, "z\x0b/t/env/m.py", 13, "u\x08\0\0\0/\xc3\xa9/m.py", 13},
		{&bytes, "z\x0b/t/env/m.py", 13, NULL, 0},
		{&plain, "z\x05/t/env/m.py", 13, NULL, 0},   /* shorter than the path */
		{&plain, "z\x0c/t/env/m.py", 13, NULL, 0},   /* longer than the file */
		{&plain, "z\x0dx /t/env/m.py", 15, NULL, 0}, /* not at its beginning */
		{&plain, "/t/env/m.py", 11, NULL, 0},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct text out = {0};
		size_t count = replace_prefix_code(rows[i].replace, rows[i].in, rows[i].len, &out);
		cr_expect_eq(count, rows[i].head ? 1u : 0u, "row %zu", i);
		cr_expect(!rows[i].head ||
				(out.len >= rows[i].head_len &&
					!memcmp(out.data, rows[i].head, rows[i].head_len)),
			"row %zu", i);
	}
}
