// SPDX-License-Identifier: MIT
// Environments of venvbuild compared with those of "python -m venv", for every interpreter: the same tree and
// the same values.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/fixture.h"
#include "tests/interpreters.h"
#include "tests/skip.h"

/* The first interpreter in three ways, each other one in one of them. */
Test(likeness, of_every_interpreter, .timeout = 300)
{
	static struct installed_python list[INTERPRETERS_MAX];
	static const mode_t masks[] = {022, 002, 077};
	static const char *const options[] = {"--symlinks", "--system-site-packages", "--copies"};
	size_t count = interpreters(list, INTERPRETERS_MAX);
	cr_assert_eq(chdir(fixture_dir()), 0);
	for (size_t i = 0; i < count; i++) {
		if (list[i].major < 3) /* it has no venv; tests/e2e/python27.c */
			continue;
		for (size_t k = i % 3; k < (i ? i % 3 + 1 : 3); k++) {
			const char *option = options[(k + i / 3) % 3];
			char *theirs = format("theirs%zu.%zu", i, k), *ours = format("ours%zu.%zu", i, k),
			     *cwd = getcwd(NULL, 0);
			umask(masks[k]);
			struct spawned s = RUN(list[i].path, "-m", "venv", "--without-pip", option, theirs);
			if (s.status) {
				skip(format("likeness to venv: %s has none", list[i].label));
				break;
			}
			s = RUN(VENVBUILD, "--without-pip", option, "-p", list[i].path, ours);
			cr_expect(!s.status, "%s: %s", list[i].label, s.out);
			s = RUN("/usr/bin/python3", SOURCE_DIR "/tests/data/likeness.py",
				format("%s/%s", cwd, theirs), format("%s/%s", cwd, ours));
			cr_expect(!s.status, "%s %s, umask %o:\n%s", list[i].label, option, masks[k], s.out);
			free(cwd);
		}
	}
}
