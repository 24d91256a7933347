// SPDX-License-Identifier: MIT
// env-builder/discovery/python_request.c: which interpreters a request accepts.
#include <criterion/criterion.h>
#include <elf.h>

#include "common/core/count.h"
#include "env-builder/discovery/python_request.h"

Test(python_request, agrees_with_the_versions_it_names)
{
	static const struct {
		const char *text;
		int version[3];
		bool agrees;
	} rows[] = {
		{"3.11", {3, 11, 2}, true},
		{"3.11", {3, 12, 0}, false},
		{"3", {3, 6, 1}, true},
		{"3", {2, 7, 18}, false},
		{"311", {3, 11, 2}, true},
		{"27", {2, 7, 18}, true},
		{"3.11.4", {3, 11, 4}, true},
		{"3.11.4", {3, 11, 5}, false},
		{">=3.9", {3, 9, 0}, true},
		{">=3.9", {3, 10, 1}, true},
		{">=3.9", {3, 8, 18}, false},
		{">3.9", {3, 9, 0}, false},
		{">3.9", {3, 9, 1}, true},
		{"<3.13", {3, 12, 9}, true},
		{"<3.13", {3, 13, 0}, false},
		{">=3.9,<3.13", {3, 12, 1}, true},
		{">=3.9, <3.13", {3, 13, 1}, false},
		{"==3.11.*", {3, 11, 7}, true},
		{"==3.11.*", {3, 12, 7}, false},
		{"!=3.11.*", {3, 11, 7}, false},
		{"!=3.11.*", {3, 12, 0}, true},
		{"==3.11.2", {3, 11, 2}, true},
		{"==3.11.2", {3, 11, 3}, false},
		{"~=3.9", {3, 12, 0}, true},
		{"~=3.9", {3, 8, 0}, false},
		{"~=3.9.2", {3, 9, 5}, true},
		{"~=3.9.2", {3, 10, 0}, false},
		{"<=3.9", {3, 9, 0}, true},
		{"<=3.9", {3, 9, 1}, false},
		{"python", {3, 3, 0}, true},
		{"pypy3.9", {3, 9, 16}, true},
		{"pypy@3.10", {3, 10, 1}, true},
		{"cpython3.13t", {3, 13, 0}, true},
		{"cp312", {3, 12, 1}, true},
		{"===3.11.4", {3, 11, 4}, true},
		{"===3.11.4", {3, 11, 5}, false},
		{"any", {3, 6, 0}, true},
		{"py39", {3, 9, 1}, true},
		{"default", {2, 7, 18}, true},
		{"cpython>=3.9", {3, 9, 0}, true},
		{"cpython-3.12.3-linux-x86_64-gnu", {3, 12, 3}, true},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct python_request spec = {0};
		cr_assert(python_request_parse(rows[i].text, &spec), "%s", rows[i].text);
		cr_expect_eq(python_request_agrees(&spec, rows[i].version, 3), rows[i].agrees,
			"%s and %d.%d.%d", rows[i].text, rows[i].version[0], rows[i].version[1],
			rows[i].version[2]);
	}
}

Test(python_request, knows_what_kind_of_build)
{
	static const struct {
		const char *text;
		struct python_request spec;
	} rows[] = {
		{"cpython3.13t", {.impl = REQUEST_CPYTHON, .threads = true}},
		{"PyPy3.9", {.impl = REQUEST_PYPY}},
		{"3.13", {.impl = REQUEST_ANY}},
		{"3.13t", {.threads = true}},
		{"3.13+freethreaded", {.threads = true}},
		{"3.14+gil", {.threads = false}},
		{"3.13td", {.threads = true, .debug = true}},
		{"3.12d", {.debug = true}},
		{"python3.12-dbg", {.debug = true}},
		{"3.12-debug-64", {.debug = true, .bits = 64}},
		{"3.13+freethreaded+debug", {.threads = true, .debug = true}},
		{"3.12-32", {.bits = 32}},
		{"3.12-64", {.bits = 64}},
		{"3.12-arm64", {.machine = EM_AARCH64}},
		{"cpython3.12-64-x86_64", {.impl = REQUEST_CPYTHON, .bits = 64, .machine = EM_X86_64}},
		{"pypy@3.9", {.impl = REQUEST_PYPY}},
		{"pypy39", {.impl = REQUEST_PYPY}},
		{"cpython-3.12.3-linux-x86_64-gnu", {.impl = REQUEST_CPYTHON, .machine = EM_X86_64}},
		{"cpython-3.13.0+freethreaded-linux-aarch64-gnu",
			{.impl = REQUEST_CPYTHON, .threads = true, .machine = EM_AARCH64}},
		{"cpython-3.12-windows-x86_64-none",
			{.impl = REQUEST_CPYTHON, .machine = EM_X86_64, .foreign = true}},
		{"any", {.impl = REQUEST_ANY}},
		{"python-64", {.bits = 64}},
		{"system", {.system = true}},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct python_request is, want = rows[i].spec;
		cr_assert(python_request_parse(rows[i].text, &is), "%s", rows[i].text);
		cr_expect(is.impl == want.impl && is.threads == want.threads && is.debug == want.debug &&
				is.bits == want.bits && is.machine == want.machine &&
				is.foreign == want.foreign && is.system == want.system,
			"%s", rows[i].text);
	}
}

Test(python_request, counts_what_is_not_known_as_agreeing)
{
	struct python_request spec;
	cr_assert(python_request_parse(">=3.9.5", &spec));
	cr_expect(python_request_agrees(&spec, (int[3]){3, 9, 0}, 2));
	cr_expect(!python_request_agrees(&spec, (int[3]){3, 8, 0}, 2));
}

Test(python_request, refuses_what_is_none)
{
	static const char *const rows[] = {"", "foo", "3.x", "3.11.2.1", ">=", "==3.*.1", "3.11 ", ">=3.9,",
		"python-3", "./3.11", "~=3", ">=3.*", "3.12-", "3.12-foo", "3.12+foo", "t", "cp-3", "anyt",
		"3.12dt", "@3.11", "system3"};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct python_request spec = {.count = 77};
		cr_expect(!python_request_parse(rows[i], &spec) && spec.count == 77, "%s", rows[i]);
	}
}
