// SPDX-License-Identifier: MIT
// env-builder/layout/launcher.c: launchers and their first lines.
#include <criterion/criterion.h>
#include <string.h>

#include "common/core/count.h"
#include "env-builder/layout/launcher.h"
#include "tests/fixture.h"

Test(launcher, names_the_interpreter_where_the_kernel_can_read_it)
{
	char *text = launcher_text("/e/bin/python", "pip._internal.cli.main", "main");
	cr_expect_str_eq(text,
		"#!/e/bin/python\n# -*- coding: utf-8 -*-\nimport sys\nfrom pip._internal.cli.main import "
		"main\n"
		"if __name__ == '__main__':\n    sys.exit(main())\n");
	cr_expect(strstr(launcher_text("/e/bin/python", "m", "Class.run"), "import Class\n") != NULL);
}

Test(launcher, starts_sh_where_the_kernel_cannot)
{
	static const struct {
		const char *python, *second, *third;
	} rows[] = {
		{"/a b/python", "# -*- coding: utf-8 -*-", "'''exec' '/a b/python' \"$0\" \"$@\""},
		{"/it's/python", "# -*- coding: utf-8 -*-", "'''exec' '/it'\\''s/python' \"$0\" \"$@\""},
		{"/a$(b)/python", "# -*- coding: utf-8 -*-", "'''exec' '/a$(b)/python' \"$0\" \"$@\""},
		{"/\xff/python", "# -*- coding: latin-1 -*-", "'''exec' '/\xff/python' \"$0\" \"$@\""},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *head = format("#!/bin/sh\n%s\n%s\n' '''\n", rows[i].second, rows[i].third);
		cr_expect(!strncmp(launcher_text(rows[i].python, "m", "f"), head, strlen(head)), "%s",
			rows[i].python);
	}
	char *longest = format("/%0122d", 0), *longer = format("/%0124d", 0);
	cr_expect(!strncmp(launcher_text(longest, "m", "f"), "#!/0", 4));
	cr_expect(!strncmp(launcher_text(longer, "m", "f"), "#!/bin/sh\n", 10));
	cr_expect_null(strstr(launcher_text("/a\\x/python", "m", "f"), "\\"),
		"Python would read it as an escape");
}

Test(launcher, reads_the_first_lines_of_a_script)
{
	static const struct {
		/* python NULL: no script, or one that names no interpreter */
		const char *in, *python, *flags, *rest;
	} rows[] = {
		{"#!/e/bin/python\nx", "/e/bin/python", "", "x"},
		{"#! /e/bin/python3 -E -s \r\nx", "/e/bin/python3", " -E -s", "x"},
		{"#!\"/a b/bin/python\" -E\nx", "/a b/bin/python", " -E", "x"},
		{"#!\"/a b/bin/python\nx\"\n", NULL, NULL, NULL},
		{"#!\"\" x\n", NULL, NULL, NULL},
		{"#!/usr/bin/env python\n", "/usr/bin/env", " python", ""},
		{"#!/bin/sh\n'''exec' /e/bin/python \"$0\" \"$@\"\n' '''\nx", "/e/bin/python", "", "x"},
		{"#!/bin/sh\n# -*- coding: utf-8 -*-\n'''exec' '/it'\\''s/bin/python' -E \"$0\" \"$@\"\n' "
		 "'''\nx",
			"/it's/bin/python", " -E", "x"},
		{"#!/bin/sh\n'''exec' \"/a b/\\$x/bin/python\" \"$0\" \"$@\"\n' '''\n", "/a b/$x/bin/python",
			"", ""},
		{"#!/bin/sh\n'''exec' \"$(dirname -- \"$0\")\"/python \"$0\" \"$@\"\n' '''\n", NULL, NULL,
			NULL},
		{"#!/bin/sh\n'''exec' '/e/bin/python \"$0\" \"$@\"\n' '''\n", NULL, NULL, NULL},
		{"#!/bin/sh\nexec /e/bin/python \"$0\"\n", NULL, NULL, NULL},
		{"#!/e/bin/python", NULL, NULL, NULL},
		{"#! \n'/e'", NULL, NULL, NULL},
		{"#!/bin/sh\n'''exec' '' \"$0\" \"$@\"\n' '''\nx", NULL, NULL, NULL},
		{"\177ELF", NULL, NULL, NULL},
		{"", NULL, NULL, NULL},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct launcher_head head;
		bool is = launcher_read_head(rows[i].in, &head);
		cr_expect_eq(is, rows[i].python != NULL, "%s", rows[i].in);
		cr_expect(!is || !rows[i].python ||
				(!strcmp(head.python, rows[i].python) && !strcmp(head.flags, rows[i].flags) &&
					!strcmp(rows[i].in + head.len, rows[i].rest)),
			"%s", rows[i].in);
	}
}

Test(launcher, replaces_no_interpreter_and_runs_only_names)
{
	cr_expect(launcher_name_ok("pip3.11") && launcher_name_ok("my-tool"));
	static const char *const bad[] = {"", "python", "python3.11", "pypy3", "activate", "Activate.ps1",
		"../pip", "a b", ".x", "-x"};
	for (size_t i = 0; i < COUNT(bad); i++)
		cr_expect(!launcher_name_ok(bad[i]), "%s", bad[i]);
	cr_expect(launcher_target_ok("a.b_1", "main") && launcher_target_ok("a", "C.run"));
	cr_expect(!launcher_target_ok("a;b", "main") && !launcher_target_ok("a", "") &&
		!launcher_target_ok("a.", "f") && !launcher_target_ok("1a", "f"));
}
