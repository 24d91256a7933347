// SPDX-License-Identifier: MIT
// What the suites of locks share: wheels, a project, and checks by shell commands.
#pragma once

#include "tests/e2e/home.h"
#include "tests/fixture.h"

#define BASE "/usr/bin/python3"
#define DATA SOURCE_DIR "/tests/data"

/* venvbuild with these wheels and no index. */
#define BUILD(...) RUN(VENVBUILD, "--no-index", "--find-links", "wheels", __VA_ARGS__)

/* Does a shell command succeed without output? It needs <criterion/criterion.h>. */
#define EXPECT_QUIET(...) \
	do { \
		struct spawned quiet = RUN("sh", "-c", __VA_ARGS__); \
		cr_expect(!spawned_code(quiet) && !quiet.len, "%s", quiet.out); \
	} while (0)

/* Makes home the working directory, with an index, wheels/, "a b/" with a wheel, and project/. */
void lock_setup(void);
