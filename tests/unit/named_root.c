// SPDX-License-Identifier: MIT
// env-builder/repair/named_root.c: the environment that a file names.
#include <criterion/criterion.h>
#include <string.h>

#include "common/core/count.h"
#include "common/tool/cleanup.h"
#include "env-builder/repair/named_root.h"

Test(named_root, is_above_the_bin_of_an_interpreter)
{
	static const char *const rows[][2] = {
		{"/a/e/bin/python3.11", "/a/e"},
		{"/e/bin/python3", "/e"},
		{"/e/bin/python", "/e"},
		{"/e/bin/pypy3.11", "/e"},
		{"/e/bin/python3.12", NULL}, /* another version */
		{"/e/bin/python2", NULL},
		{"/e/bin/tool", NULL},
		{"/e/sbin/python3", NULL},
		{"/bin/python3", NULL}, /* the root directory is no environment */
		{"e/bin/python3", NULL},
		{"python3", NULL},
		{"", NULL},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		_cleanup_free_ char *root = named_root_interpreter(rows[i][0], (const int[]){3, 11});
		cr_expect(!root == !rows[i][1] && (!root || !strcmp(root, rows[i][1])), "%s: %s", rows[i][0],
			root ? root : "NULL");
	}
}

Test(named_root, is_the_value_of_virtual_env_in_an_activation_script)
{
	static const struct {
		const char *text, *first, *second;
	} rows[] = {
		{"VIRTUAL_ENV=/e\n", "/e", NULL},
		{"# x\nif true; then\n\texport VIRTUAL_ENV='/a b/e'\nfi\n", "/a b/e", NULL},
		{"VIRTUAL_ENV=\"/e\"; export VIRTUAL_ENV", "/e", NULL},
		{"VIRTUAL_ENV=/a//e/\n    VIRTUAL_ENV='/it'\\''s'\n", "/a/e", "/it's"},
		{"VIRTUAL_ENV=$(pwd)\nVIRTUAL_ENV=\"$x/e\"\nVIRTUAL_ENV=/e\n", "/e", NULL},
		{"VIRTUAL_ENV=e\nVIRTUAL_ENV=/\nVIRTUAL_ENV='/e\n", NULL, NULL},
		{"MY_VIRTUAL_ENV=/e\nVIRTUAL_ENV_PROMPT=/e\n", NULL, NULL},
		{"", NULL, NULL},
		{NULL, NULL, NULL},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		_cleanup_strings_ struct strings roots = {0};
		named_root_activate(rows[i].text, &roots);
		cr_expect_eq(roots.count, (size_t) !!rows[i].first + !!rows[i].second, "row %zu: %zu", i,
			roots.count);
		cr_expect(!rows[i].first || (roots.count && !strcmp(roots.list[0], rows[i].first)), "row %zu",
			i);
		cr_expect(!rows[i].second || (roots.count > 1 && !strcmp(roots.list[1], rows[i].second)),
			"row %zu", i);
	}
}
