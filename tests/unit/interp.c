// SPDX-License-Identifier: MIT
// common/core/interp.c.
#include <criterion/criterion.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/core/count.h"
#include "common/core/interp.h"
#include "common/core/path.h"
#include "tests/skip.h"
#include "tests/spawn.h"

Test(interp, reads_every_name_an_interpreter_has)
{
	static const struct {
		const char *name;
		int major, minor;
	} rows[] = {
		{"python", 0, -1},
		{"python2", 2, -1},
		{"python3", 3, -1},
		{"python2.7", 2, 7},
		{"python3.0", 3, 0},
		{"python3.6", 3, 6},
		{"python3.11", 3, 11},
		{"python3.13", 3, 13},
		{"python3.100", 3, 100},
		{"python3.6m", 3, 6},
		{"python3.2mu", 3, 2},
		{"python3.7dm", 3, 7},
		{"python3.11d", 3, 11},
		{"python3.13t", 3, 13},
		{"python3.13td", 3, 13},
		{"python-dbg", 0, -1},
		{"python2-dbg", 2, -1},
		{"python3-dbg", 3, -1},
		{"python3.11-dbg", 3, 11},
		{"python3.13t-dbg", 3, 13},
		{"pypy", 0, -1},
		{"pypy2", 2, -1},
		{"pypy3", 3, -1},
		{"pypy2.7", 2, 7},
		{"pypy3.9", 3, 9},
		{"pypy3.10", 3, 10},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct interp ret = {-7, -7};
		cr_expect(interp_parse(rows[i].name, &ret), "not an interpreter: %s", rows[i].name);
		cr_expect(ret.major == rows[i].major && ret.minor == rows[i].minor, "%s: %d %d", rows[i].name,
			ret.major, ret.minor);
	}
}

Test(interp, refuses_every_other_name)
{
	static const char *const rows[] = {
		"",
		"p",
		"pytho",
		"pyp",
		"ipython",
		"ipython3",
		"bpython",
		"pythonw",
		"Python",
		"PYTHON3",
		"python3 ",
		" python3",
		"python3\n",
		"python3\r",
		"python.",
		"python.3",
		"python3.",
		"python3..1",
		"python3.x",
		"python3.11.2",
		"python3.11.",
		"python3.-1",
		"python-3",
		"python3-config",
		"python3.11-config",
		"python3-dbg-config",
		"python3-",
		"python3-db",
		"python3-dbgx",
		"python3-dbg-dbg",
		"python-config",
		"python-argcomplete-check-easy-install-script",
		"python3-intel64",
		"python3-futurize",
		"python3-qr",
		"python3t",
		"python3m",
		"pythont",
		"python3.11x",
		"python3.11tt",
		"python3.11md",
		"python3.11dt",
		"python3.6dmu",
		"python3.11.so",
		"python3.11.1",
		"python3.11_d",
		"python2to3",
		"python-gdb.py",
		"python3.py",
		"python3.11-gdb.py",
		"pypyc",
		"pypy3-c",
		"pypy3.9-c",
		"libpython3.11.so",
		"python99999999999999999999",
		"python3.99999999999999999999",
		"python03",
		"python3.01",
		"python1000",
		"python3.1000",
		"python4294967299",
		"python3.4294967297",
		"\xffpython",
		"python\xff",
		"bin/python",
		"/usr/bin/python3",
		"python3/",
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct interp ret = {-7, -7};
		cr_expect(!interp_parse(rows[i], &ret), "taken for an interpreter: \"%s\"", rows[i]);
		cr_expect(ret.major == -7 && ret.minor == -7, "*ret touched: \"%s\"", rows[i]);
	}
}

Test(interp, agrees_as_far_as_match_asks)
{
	/* The environment is 3.11. */
	static const struct {
		struct interp name;
		bool major, minor, exact;
	} rows[] = {
		{{0, -1}, true, true, false},
		{{3, -1}, true, true, false},
		{{3, 11}, true, true, true},
		{{3, 9}, true, false, false},
		{{3, 1}, true, false, false},
		{{3, 0}, true, false, false},
		{{2, -1}, false, false, false},
		{{2, 7}, false, false, false},
		{{2, 11}, false, false, false},
		{{4, 11}, false, false, false},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct interp *name = &rows[i].name;
		cr_expect(interp_agrees(name, MATCH_MAJOR, 3, 11) == rows[i].major, "major: %d %d",
			name->major, name->minor);
		cr_expect(interp_agrees(name, MATCH_MINOR, 3, 11) == rows[i].minor, "minor: %d %d",
			name->major, name->minor);
		cr_expect(interp_agrees(name, MATCH_EXACT, 3, 11) == rows[i].exact, "exact: %d %d",
			name->major, name->minor);
		cr_expect(interp_agrees(name, MATCH_ANY, 3, 11), "any: %d %d", name->major, name->minor);
	}
}

/* A name is accepted rightly if the program reports that version, and refused rightly if no accepted name
 * leads to the same file. */
static void expect_version(const char *path, const struct interp *name)
{
	const char *argv[] = {path, "-c", "import sys; print('%d %d' % sys.version_info[:2])", NULL};
	const char *envp[] = {"PATH=/usr/bin:/bin", NULL};
	struct spawned s = spawn(path, argv, envp, false);
	int major, minor;
	cr_assert(sscanf(s.out, "%d %d", &major, &minor) == 2, "%s says: %s", path, s.out);
	cr_expect(interp_agrees(name, MATCH_MINOR, major, minor), "%s is %d.%d", path, major, minor);
}

Test(interp, distinguishes_the_programs_on_this_machine, .timeout = 60)
{
	static const char *const patterns[] = {
		"/usr/bin/python*",
		"/usr/bin/pypy*",
		"/usr/local/bin/python*",
		"~/.pyenv/versions/*/bin/python*",
		"~/.pyenv/versions/*/bin/pypy*",
	};
	glob_t found = {.gl_pathc = 0};
	for (size_t p = 0; p < COUNT(patterns); p++)
		glob(patterns[p], GLOB_TILDE | (p ? GLOB_APPEND : 0), NULL, &found);

	struct stat *accepted = calloc(found.gl_pathc + 1, sizeof *accepted), st;
	size_t n = 0;
	struct interp name;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		const char *path = found.gl_pathv[i];
		if (interp_parse(path_base(path), &name) && !stat(path, &accepted[n])) {
			expect_version(path, &name);
			n++;
		}
	}
	for (size_t i = 0; i < found.gl_pathc; i++) {
		const char *path = found.gl_pathv[i];
		if (interp_parse(path_base(path), &name) || stat(path, &st))
			continue;
		for (size_t k = 0; k < n; k++)
			cr_expect(st.st_dev != accepted[k].st_dev || st.st_ino != accepted[k].st_ino,
				"refused, and yet an interpreter: %s", path);
	}
	if (!n)
		skip("interp: no interpreter on this machine");
	free(accepted);
	globfree(&found);
}
