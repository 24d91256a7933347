// SPDX-License-Identifier: MIT
// Tests of common/env/distributions.c.
#include <criterion/criterion.h>
#include <sys/stat.h>

#include "common/core/count.h"
#include "common/env/distributions.h"
#include "tests/fixture.h"

static char *make_site(void)
{
	char *dir = fixture_dir();
	static const char *const names[] = {"pip-24.0.dist-info", "b_c-1.dist-info", "old.egg-info",
		"d-2-py3.11.egg-info", "pip", "A-3.dist-info"};
	for (size_t i = 0; i < COUNT(names); i++)
		cr_assert(!mkdir(format("%s/%s", dir, names[i]), 0755));
	fixture_write(format("%s/b_c-1.dist-info/METADATA", dir), 0644,
		"Metadata-Version: 2.1\nname: b.C\nVersion: 1.0\n\nVersion: 9\n");
	return dir;
}

Test(distributions, are_read_and_sorted_by_name)
{
	struct distributions d = distributions_read(make_site());
	cr_assert_eq(d.count, 3);
	cr_expect(!strcmp(d.list[0].name, "A") && !strcmp(d.list[0].version, "3"));
	cr_expect(!strcmp(d.list[1].name, "b.C") && !strcmp(d.list[1].version, "1.0"));
	cr_expect(!strcmp(d.list[2].name, "pip") && !strcmp(d.list[2].version, "24.0"));
	distributions_clear(&d);
	cr_expect_eq(distributions_read(NULL).count, 0);
	cr_expect_eq(distributions_read("/nowhere").count, 0);
}

Test(distributions, are_found_by_name_and_version)
{
	static const struct {
		const char *distribution;
		bool has;
	} rows[] = {{"pip", true}, {"PIP", true}, {"pip==24.0", true}, {"pip==24", false},
		{"pip==23.0", false}, {"pi", false}, {"d", true}, {"d==2", true}, {"d==2.0", false},
		{"none", false}};
	const char *site = make_site();
	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect_eq(distributions_has(site, rows[i].distribution), rows[i].has, "%s",
			rows[i].distribution);
	cr_expect(!distributions_has("/nowhere", "pip"));
}
