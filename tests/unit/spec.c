// SPDX-License-Identifier: MIT
// env-builder/spec.c: which Python is asked for.
#include <criterion/criterion.h>

#include "env-builder/spec.h"

Test(spec, agrees_with_the_versions_it_names)
{
	static const struct {
		const char *text;
		int version[3];
		bool agrees;
	} rows[] = {
		{"3.11", {3, 11, 2}, true}, {"3.11", {3, 12, 0}, false}, {"3", {3, 6, 1}, true}, {"3", {2, 7, 18}, false},
		{"311", {3, 11, 2}, true}, {"27", {2, 7, 18}, true}, {"3.11.4", {3, 11, 4}, true}, {"3.11.4", {3, 11, 5}, false},
		{">=3.9", {3, 9, 0}, true}, {">=3.9", {3, 10, 1}, true}, {">=3.9", {3, 8, 18}, false}, {">3.9", {3, 9, 0}, false},
		{">3.9", {3, 9, 1}, true}, {"<3.13", {3, 12, 9}, true}, {"<3.13", {3, 13, 0}, false},
		{">=3.9,<3.13", {3, 12, 1}, true}, {">=3.9, <3.13", {3, 13, 1}, false}, {"==3.11.*", {3, 11, 7}, true},
		{"==3.11.*", {3, 12, 7}, false}, {"!=3.11.*", {3, 11, 7}, false}, {"!=3.11.*", {3, 12, 0}, true},
		{"==3.11.2", {3, 11, 2}, true}, {"==3.11.2", {3, 11, 3}, false}, {"~=3.9", {3, 12, 0}, true},
		{"~=3.9", {3, 8, 0}, false}, {"~=3.9.2", {3, 9, 5}, true}, {"~=3.9.2", {3, 10, 0}, false},
		{"<=3.9", {3, 9, 0}, true}, {"<=3.9", {3, 9, 1}, false}, {"python", {3, 3, 0}, true}, {"pypy3.9", {3, 9, 16}, true},
		{"pypy@3.10", {3, 10, 1}, true}, {"cpython3.13t", {3, 13, 0}, true}, {"cp312", {3, 12, 1}, true},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct spec spec;
		cr_assert(spec_parse(rows[i].text, &spec), "%s", rows[i].text);
		cr_expect_eq(spec_agrees(&spec, rows[i].version, 3), rows[i].agrees, "%s and %d.%d.%d", rows[i].text,
			rows[i].version[0], rows[i].version[1], rows[i].version[2]);
	}
}

Test(spec, knows_implementation_and_threads)
{
	struct spec spec;
	cr_assert(spec_parse("cpython3.13t", &spec));
	cr_expect(spec.impl == SPEC_CPYTHON && spec.threads);
	cr_assert(spec_parse("PyPy3.9", &spec));
	cr_expect(spec.impl == SPEC_PYPY && !spec.threads);
	cr_assert(spec_parse("3.13", &spec));
	cr_expect(spec.impl == SPEC_ANY && !spec.threads);
}

Test(spec, counts_what_is_not_known_as_agreeing)
{
	struct spec spec;
	cr_assert(spec_parse(">=3.9.5", &spec));
	cr_expect(spec_agrees(&spec, (int[3]){3, 9, 0}, 2));
	cr_expect(!spec_agrees(&spec, (int[3]){3, 8, 0}, 2));
}

Test(spec, refuses_what_is_none)
{
	static const char *const rows[] = {"", "foo", "3.x", "3.11.2.1", ">=", "==3.*.1", "3.11 ", ">=3.9,", "python-3", "./3.11",
		"~=3", ">=3.*"};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct spec spec = {.count = 77};
		cr_expect(!spec_parse(rows[i], &spec) && spec.count == 77, "%s", rows[i]);
	}
}
