// SPDX-License-Identifier: MIT
// common/core/env_bin.c, on the files of fake.h.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/env_bin.h"
#include "common/core/count.h"
#include "tests/unit/fake.h"

static const struct policy policy = {.env = "/e", .python = "/e/bin/python"};

Test(env_bin, knows_the_environments_programs_by_their_directory)
{
	static const struct {
		const char *path;
		bool covered;
	} rows[] = {
		{"/e/bin/python3", true},
		{"/e//bin/./x", true},
		{"//e/bin//x", true},
		{"/e/bin/", true},
		{"/e/bin", false},
		{"/e/binx/x", false},
		{"/e/x", false},
		{"/e/bin/x/y", false},
		{"/f/bin/x", false},
		{"e/bin/x", false},
		{"x", false},
		{"", false},
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect(env_bin_contains(&policy, rows[i].path) == rows[i].covered, "%s", rows[i].path);
}

Test(env_bin, finds_the_program_that_path_has_without_the_environment)
{
	static const struct {
		const char *path, *name, *found, *outer;
	} rows[] = {
		{"/e/bin:/usr/bin", "python3", "/usr/bin/python3", NULL},
		{"/e/bin/:/nowhere:/opt/plain:/usr/bin", "python3", "/usr/bin/python3", NULL},
		{"/usr/bin", "python3", "/usr/bin/python3", NULL},
		{"/e/bin:/venv/bin:/usr/bin", "python3", "/venv/bin/python3", NULL},
		{"/e/bin", "python3", NULL, NULL},
		{"/e/bin:/usr/bin", "nothing", NULL, NULL},
		{"/e/bin::/usr/bin", "python3", NULL, NULL},
		{"bin:/usr/bin", "python3", NULL, NULL},
		{"", "python3", NULL, NULL},
		{"/usr/games:/e/bin:/usr/bin", "python3", "/venv/bin/python3", "/ve%6Ev"},
		{"/e/bin:/usr/bin", "python3", "/usr/bin/python3", "/nowhere"},
		{"/e/bin:/usr/bin", "python3", "/usr/bin/python3", "/a/path/that/does/not/fit/into/it"},
		{"/usr/bin:/e/bin", "python3", "/usr/bin/python3", "/venv"},
		{"/usr/games", "python3", NULL, "/venv"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		char buf[32];
		const char *found = env_bin_search_past(&policy, &fake_io, rows[i].outer, rows[i].path,
			rows[i].name, buf, sizeof buf);
		cr_expect(found == rows[i].found || (found && rows[i].found && !strcmp(found, rows[i].found)),
			"%s: %s", rows[i].path, found);
	}
}

Test(env_bin, skips_what_does_not_fit)
{
	for (size_t size = 0; size < 20; size++) {
		char *buf = malloc(size + 1);
		buf[size] = '~';
		const char *found = env_bin_search_past(&policy, &fake_io, NULL,
			"/a/directory/with/a/long/name:/usr/bin", "python3", buf, size);
		cr_expect((found != NULL) == (size >= sizeof "/usr/bin/python3"), "%zu", size);
		cr_expect(buf[size] == '~');
		free(buf);
	}
}
