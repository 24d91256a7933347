// SPDX-License-Identifier: MIT
// What tests of the built programs stand on: a directory of their own, files in it, an environment.
#pragma once

#include <stdbool.h>

#include "tests/spawn.h"

/* The products under test. */
#define VENVRUN BUILD_DIR "/venvrun"
#define VENVBUILD BUILD_DIR "/venvbuild"
#define LIBRARY BUILD_DIR "/libvenvrun.so"

/* Aborts the test, saying what went wrong, wherever something below fails. The strings are allocated; the
 * test's process ends before that matters. */

/* A new directory, absolute and without symbolic links, for this user only; it is removed when the process
 * exits. */
char *fixture_dir(void);

/* printf(3) to a new string: how paths and scripts are put together. */
char *format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Writes a file, with its mode. Returns path. */
const char *fixture_write(const char *path, unsigned mode, const char *text);

/* An environment at path made from the interpreter by venvbuild, without pip, with a package "only_here" in
 * its site-packages that nobody else has. */
void fixture_env(const char *path, const char *python);

/* Runs a program with the test's environment and the entries of set ("NAME=VALUE", or "NAME" to remove it) on
 * top; words ends in NULL, set may be NULL. */
struct spawned fixture_run(const char *const *words, const char *const *set);

/* The same for words given one by one: RUN("sh", "-c", "exit 3"); the program is searched in PATH. */
#define RUN(...) fixture_run((const char *const[]){__VA_ARGS__, NULL}, NULL)
