// SPDX-License-Identifier: MIT
// A directory with small wheels, and environments into which venvbuild installs them.
#pragma once

#include "tests/e2e/home.h"
#include "tests/fixture.h"

#define BASE "/usr/bin/python3"
#define DATA SOURCE_DIR "/tests/data"

/* venvbuild with these wheels and no index. */
#define BUILD(...) RUN(VENVBUILD, "--no-index", "--find-links", in("wheels"), __VA_ARGS__)

/* Writes wheels without a network: "python3 -c PROGRAM DATA DIRECTORY NAME...". */
extern const char wheelhouse_program[];

/* Makes home, an index, wheels/ with the wheels one to four, and project/. */
void wheelhouse_setup(void);

/* Does the command of that name run in the environment? */
void expect_command(const char *env, const char *name);

/* All that can be seen of a tree except the times of access and of changes to the inode. */
char *snapshot(const char *env);

/* Are all files as RECORD describes them, and does none have the path of a temporary directory in it? */
void expect_clean(const char *env);
