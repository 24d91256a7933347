// SPDX-License-Identifier: MIT
// env-builder/wheel/wheel_layout.c: which names a wheel may have, and where its files are installed.
#include <criterion/criterion.h>

#include "common/core/count.h"
#include "common/core/count.h"
#include "env-builder/wheel/wheel_layout.h"

Test(wheel_layout, allows_only_names_below)
{
	static const char *const good[] = {"pip/__init__.py", "a", "a-1.dist-info/RECORD", "..a/b", "a b"};
	static const char *const bad[] = {"", "/a", "../a", "a/../b", "a//b", "a/", "./a", "a/.", "a\\b",
		"a\nb", "a/.."};
	for (size_t i = 0; i < COUNT(good); i++)
		cr_expect(wheel_path_ok(good[i]), "%s", good[i]);
	for (size_t i = 0; i < COUNT(bad); i++)
		cr_expect(!wheel_path_ok(bad[i]), "%s", bad[i]);
}

Test(wheel_layout, finds_where_files_belong)
{
	static const struct {
		const char *name, *path;
		enum wheel_scheme scheme;
	} rows[] = {
		{"d/m.py", "d/m.py", WHEEL_SITE},
		{"d-1.datas/x", "d-1.datas/x", WHEEL_SITE},
		{"d/d-1.data/x", "d/d-1.data/x", WHEEL_SITE},
		{"d-1.data/purelib/d/m.py", "d/m.py", WHEEL_SITE},
		{"d-1.data/platlib/m", "m", WHEEL_SITE},
		{"d-1.data/scripts/m", "m", WHEEL_SCRIPTS},
		{"d-1.data/scripts/python3-config", "python3-config", WHEEL_SCRIPTS},
		{"d-1.data/headers/a/m.h", "a/m.h", WHEEL_HEADERS},
		{"d-1.data/headers/pyvenv.cfg", "pyvenv.cfg", WHEEL_HEADERS},
		{"d-1.data/data/share/x", "share/x", WHEEL_DATA},
		{"d-1.data/data/share/bin/python", "share/bin/python", WHEEL_DATA},
		{"d-1.data/data/d-1.data/x", "d-1.data/x", WHEEL_DATA},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		enum wheel_scheme scheme;
		const char *path, *wrong = wheel_place("d-1.dist-info", rows[i].name, &scheme, &path);
		cr_assert(!wrong, "%s: %s", rows[i].name, wrong);
		cr_expect_str_eq(path, rows[i].path, "%s: %s", rows[i].name, path);
		cr_expect_eq(scheme, rows[i].scheme, "%s", rows[i].name);
	}
	cr_expect(wheel_is_part("d-1.dist-info", "d-1.data") && wheel_is_part("d-1.dist-info", "d-1.data/x"));
	cr_expect(!wheel_is_part("d-1.dist-info", "d-1.data2") && !wheel_is_part("", ".data/x") &&
		!wheel_is_part("d-1", "d-1.data"));
}
