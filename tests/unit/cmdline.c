// SPDX-License-Identifier: MIT
// common/core/cmdline.c.
#include <criterion/criterion.h>
#include <string.h>

#include "common/core/cmdline.h"
#include "common/core/count.h"

struct row {
	const char *argv[8];
	const char *script;
};

static void try(const char *name, const char *(*find)(char *const *argv), const struct row *rows,
	size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *got = find((char *const *)rows[i].argv), *wanted = rows[i].script;
		cr_expect(got == wanted || (got && wanted && !strcmp(got, wanted)), "%s %s %s %s: %s", name,
			rows[i].argv[1], rows[i].argv[2], rows[i].argv[3], got);
	}
	cr_expect(!find(NULL) && !find((char *const[]){NULL}));
}

Test(cmdline, finds_the_script_of_a_python)
{
	static const struct row rows[] = {
		{{"p"}, NULL},
		{{"p", "x.py"}, "x.py"},
		{{"p", "x.py", "-c"}, "x.py"},
		{{"p", "-Es", "x.py"}, "x.py"},
		{{"p", "-I", "-B", "-u", "x.py"}, "x.py"},
		{{"p", "-X", "dev", "x.py"}, "x.py"},
		{{"p", "-Xdev", "x.py"}, "x.py"},
		{{"p", "-W", "ignore", "x.py"}, "x.py"},
		{{"p", "-IWignore", "x.py"}, "x.py"},
		{{"p", "-IW", "ignore", "x.py"}, "x.py"},
		{{"p", "-Q", "new", "x.py"}, "x.py"},
		{{"p", "--check-hash-based-pycs", "never", "x.py"}, "x.py"},
		{{"p", "--", "-x"}, "-x"},
		{{"p", "-c", "x.py"}, NULL},
		{{"p", "-Ic", "x.py", "y.py"}, NULL},
		{{"p", "-cx", "y.py"}, NULL},
		{{"p", "-m", "x"}, NULL},
		{{"p", "-Im", "x", "y.py"}, NULL},
		{{"p", "-", "x.py"}, NULL},
		{{"p", "-X"}, NULL},
		{{"p", "-V"}, NULL},
		{{"p", "--"}, NULL},
	};
	try("python", cmdline_python, rows, COUNT(rows));
}

Test(cmdline, finds_the_script_of_a_shell)
{
	static const struct row rows[] = {
		{{"sh"}, NULL},
		{{"sh", "x.sh", "-c"}, "x.sh"},
		{{"sh", "-e", "x.sh"}, "x.sh"},
		{{"sh", "-euo", "pipefail", "x.sh"}, "x.sh"},
		{{"bash", "+o", "posix", "x.sh"}, "x.sh"},
		{{"bash", "--norc", "--rcfile", "f", "x.sh"}, "x.sh"},
		{{"sh", "--", "-x"}, "-x"},
		{{"sh", "-c", "x.sh"}, NULL},
		{{"bash", "-lc", "x.sh", "y.sh"}, NULL},
		{{"sh", "-s", "x"}, NULL},
		{{"sh", "-o"}, NULL},
	};
	try("sh", cmdline_shell, rows, COUNT(rows));
}
