// SPDX-License-Identifier: MIT
// Wheels that seed an environment: which one is taken, and that it lies there as pip would have installed it.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/fixture.h"

/* In an empty directory with wheels of pip 1.0 (base), 1.5 and 1.10 (a), 3.0 (b). */
static const char tree[] =
	"set -e; cd \"$1\"; mkdir a b; sh " SOURCE_DIR "/tests/data/smallbase.sh $PWD base\n"
	"smallpip() { /usr/bin/python3 " SOURCE_DIR "/tests/data/smallpip.py $2 $1; }; smallpip 1.5 a; smallpip 1.10 a; smallpip 3.0 b\n";

static const char prelude[] =
	"cp -a \"$1/.\" \"$2\"; cd \"$2\"; export XDG_CACHE_HOME=$PWD/cache\n"
	"v() { " VENVBUILD " -p base/bin/python3 \"$@\" e 2>&1 | sed \"s!$PWD/!!g\"; ls -d e/lib/*/*/*.dist-info 2>/dev/null | sed 's!.*/!!'; grep ^seed e/pyvenv.cfg; }\n";

static const struct {
	const char *command, *out; /* all of it; or a part, where "*" is in front */
} rows[] = {
	{"v", "pip-1.0.dist-info\nseed = pip\n"},
	{"v --extra-search-dir a", "pip-1.10.dist-info\nseed = pip\n"},
	{"v --extra-search-dir b --extra-search-dir a", "pip-3.0.dist-info\nseed = pip\n"},
	{"v --extra-search-dir a --pip 1.5", "pip-1.5.dist-info\nseed = pip==1.5\n"},
	{"v --extra-search-dir a --seed pip==1.0", "pip-1.0.dist-info\nseed = pip==1.0\n"},
	{"v --extra-search-dir a --pip 1.1; ls -A", "*there is no wheel of pip==1.1 for CPython"},
	{"v --pip 2.0", "*nothing is downloaded"},
	{"v --extra-search-dir none", "*cannot look for wheels in none: Not a directory"},
	{"v --extra-search-dir a --setuptools 1", "*there is no wheel of setuptools==1"},
	{"v --extra-search-dir a --pip 1.5 >/dev/null; v --extra-search-dir a --pip 1.5", "pip-1.5.dist-info\nseed = pip==1.5\n"},
	{"v --extra-search-dir a --pip 1.5 >/dev/null; v --extra-search-dir a --pip 1.10", "*another environment"},
	{"v --extra-search-dir a --pip 1.5 >/dev/null; v --allow-existing --extra-search-dir a --pip 1.5", "pip-1.5.dist-info\nseed = pip==1.5\n"},
	{"v --extra-search-dir a --pip 1.5 >/dev/null; v --allow-existing --extra-search-dir a --pip 1.10", "*another version of pip is installed in it"},
	{"v --no-seed --extra-search-dir a", ""},
};

static char *template;

static void setup(void)
{
	template = fixture_dir();
	struct spawned s = RUN("sh", "-c", tree, "sh", template);
	cr_assert(!s.error && !s.status, "%s", s.out);
}

TestSuite(wheels, .init = setup, .timeout = 120);

Test(wheels, takes_the_one_that_is_asked_for)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *out = rows[i].out;
		struct spawned s = RUN("sh", "-c", format("%s%s", prelude, rows[i].command), "sh", template, fixture_dir());
		cr_expect(*out == '*' ? strstr(s.out, out + 1) != NULL : !strcmp(s.out, out), "%s: %s", rows[i].command, s.out);
	}
}
