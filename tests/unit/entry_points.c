// SPDX-License-Identifier: MIT
// env-builder/wheel/entry_points.c: which lines of entry_points.txt become commands.
#include <criterion/criterion.h>
#include <string.h>

#include "env-builder/wheel/entry_points.h"

Test(entry_points, reads_commands)
{
	struct entry_points points = {0};
	entry_points_parse(strdup("[other]\nx = y:z\n[console_scripts]\n pip = pip._internal:main "
				  "[extra]\npython = a:b\nbad\n"
				  "evil = os:system('x')\n[gui_scripts]\ngui=g:C.run\n"),
		&points);
	cr_assert_eq(points.count, 2);
	cr_expect_str_eq(points.list[0].name, "pip");
	cr_expect_str_eq(points.list[0].module, "pip._internal");
	cr_expect_str_eq(points.list[0].attr, "main");
	cr_expect_str_eq(points.list[1].attr, "C.run");
}
