// SPDX-License-Identifier: MIT
// Tests of common/env/lib_python.c: the lib of an environment that each row makes.
#include <criterion/criterion.h>
#include <errno.h>

#include "common/core/count.h"
#include "common/env/lib_python.h"
#include "tests/fixture.h"

Test(lib_python, finds_the_only_version, .timeout = 30)
{
	static const struct {
		const char *make; /* the shell makes it in lib */
		struct interp only;
		int found, minor;
	} rows[] = {
		{"mkdir python3.11", {0, -1}, 1, 11},
		{"mkdir pypy3.9 site-packages python3", {0, -1}, 1, 9},
		{"mkdir python3.13 python3.13t", {0, -1}, 1, 13},
		{"mkdir python3.11 python3.12", {0, -1}, 0, 0},
		{"mkdir python3.11 python3.12", {3, 12}, 1, 12},
		{"mkdir python3.11", {3, 12}, 0, 0},
		{"mkdir python3.11; ln -s python3.11 python3.1", {0, -1}, 1, 11},
		{"ln -s ../x python3.12", {0, -1}, 1, 12},
		{"true", {0, -1}, 0, 0},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *dir = fixture_dir();
		struct interp version = {0, 0};
		RUN("sh", "-c", format("mkdir %s/lib && cd %s/lib && %s", dir, dir, rows[i].make));
		cr_expect_eq(lib_python_version(dir, rows[i].only, &version), rows[i].found, "%s",
			rows[i].make);
		cr_expect_eq(version.minor, rows[i].minor, "%s: %d", rows[i].make, version.minor);
	}
	struct interp version;
	cr_expect_eq(lib_python_version("/nowhere", (struct interp){0, -1}, &version), -ENOENT);
}
