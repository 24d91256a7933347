// SPDX-License-Identifier: MIT
// What the suites of locks share: wheels, a project, and checks by shell commands.
#include "tests/e2e/lock_fixture.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Wheels without a network: argv is the directory of tinybackend.py, their directory, and their names. */
static const char wheels_program[] =
	"import sys; sys.path.insert(0, sys.argv[1]); sys.dont_write_bytecode = True; import tinybackend\n"
	"for name in sys.argv[3:]:\n"
	"    tinybackend.write_wheel(sys.argv[2], name, {name + '.py': 'x = 1\\n', name + "
	"'-1.0.data/scripts/run-' + name: '#!python\\n'})\n";

/* With the cache of other runs, as unpacking is not tested here. */
void lock_setup(void)
{
	home_setup();
	home_index();
	setenv("XDG_CACHE_HOME", BUILD_DIR "/tests/cache", 1);
	cr_assert(!chdir(home));
	mkdir("a b", 0700);
	struct spawned s = RUN(BASE, "-c", wheels_program, DATA, "wheels", "one", "Two.Parts");
	cr_assert(!s.error && !s.status, "%s", s.out);
	s = RUN(BASE, "-c", wheels_program, DATA, "a b", "three");
	cr_assert(!s.error && !s.status, "%s", s.out);
	s = RUN("sh", "-c", BASE " -B \"$1\"/tinybackend.py wheels && cp -R \"$1\"/project project", "sh",
		DATA);
	cr_assert(!s.error && !s.status, "%s", s.out);
}
