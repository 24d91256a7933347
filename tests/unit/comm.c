// SPDX-License-Identifier: MIT
// common/core/comm.c.
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/core/comm.h"
#include "common/core/count.h"

static int executable(const char *path)
{
	static const char *const there[] = {"/e/bin/python", "/e/bin/python3", "/e/bin/python3.11",
		"/e/bin/python3.9", "/e/bin/tool"};

	for (size_t i = 0; i < COUNT(there); i++)
		if (!strcmp(path, there[i]))
			return 0;
	return -ENOENT;
}

Test(comm, python_has_the_name_that_was_executed)
{
	static const struct {
		const char *executed, *python;
		size_t size;
	} rows[] = {
		{"/usr/bin/python3", "/e/bin/python3", 64},
		{"python3.11", "/e/bin/python3.11", 64},
		{"/usr/bin/python", "/e/bin/python", 64},
		{"/usr/bin/python3", "/e/bin/python3", sizeof "/e/bin/python3"},
		{"/usr/bin/python3", "/e/bin/python", sizeof "/e/bin/python3" - 1},
		{"/usr/bin/python3", "/e/bin/python", 0},
		/* of another version; it need not exist */
		{"/usr/bin/python3.9", "/e/bin/python", 64},
		{"/usr/bin/python2", "/e/bin/python", 64},
		/* it does not exist */
		{"/usr/bin/python3.11-dbg", "/e/bin/python", 64},
		{"/usr/bin/pypy3", "/e/bin/python", 64},
		/* not the name of an interpreter */
		{"/usr/bin/tool", "/e/bin/python", 64},
		{"/usr/bin/", "/e/bin/python", 64},
		{"", "/e/bin/python", 64},
	};
	const struct policy policy = {.python = "/e/bin/python", .major = 3, .minor = 11};
	const struct exec_io io = {.executable = executable};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char out[65];
		memset(out, '~', sizeof out);
		const char *got = comm_interpreter(&policy, &io, rows[i].executed, out, rows[i].size);
		cr_expect_str_eq(got, rows[i].python, "%s: %s", rows[i].executed, got);
		cr_expect(out[rows[i].size] == '~', "%s: written behind %zu bytes", rows[i].executed,
			rows[i].size);
	}
}

Test(comm, a_name_is_set_where_it_differs)
{
	static const struct {
		const char *file, *python, *name;
	} rows[] = {
		{"/usr/bin/python3", "/e/bin/python3", NULL},
		{"/usr/bin/python3", "/e/bin/python", "python3"},
		{"/usr/bin/python", "/e/bin/python3", "python"},
		{"./slp.py", "/e/bin/python3", "slp.py"},
		{"slp.py", "/e/bin/python3", "slp.py"},
		{"/s/fifteen-letters-and-more", "/e/bin/fifteen-letters", NULL},
		{"/s/fifteen-letters", "/e/bin/fifteen-letters-and-more", NULL},
		{"/s/fourteen-lette", "/e/bin/fourteen-letter", "fourteen-lette"},
		{"/s/", "/e/bin/python", NULL},
		{"", "/e/bin/python", NULL},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *got = comm_name(rows[i].file, rows[i].python);
		cr_expect(got ? rows[i].name && !strcmp(got, rows[i].name) : !rows[i].name, "%s: %s",
			rows[i].file, got ? got : "NULL");
	}
}
