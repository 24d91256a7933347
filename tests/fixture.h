// SPDX-License-Identifier: MIT
// The fixture of tests that start the built programs: a directory, files, an environment, and how to run
// programs.
#pragma once

#include <stdbool.h>

#include "tests/spawn.h"

/* The built programs and the library. */
#define VENVRUN BUILD_DIR "/venvrun"
#define VENVBUILD BUILD_DIR "/venvbuild"
#define LIBRARY BUILD_DIR "/libvenvrun.so"

/* Each function below ends the test with a message on failure. Returned strings are allocated and never
 * freed, as the process of a test is short. */

/* Makes a new directory and returns its absolute path without symbolic links. Only this user can read it. It
 * is removed when the process exits. */
char *fixture_dir(void);

/* printf(3) to a new string. */
char *format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Writes a file and sets its mode. Returns path. */
const char *fixture_write(const char *path, unsigned mode, const char *text);

/* The text of a file, up to its end or its first NUL. */
char *fixture_read(const char *path);

/* Makes an environment at path by venvbuild, without pip, from a base interpreter. Its site-packages have the
 * package "only_here", which no other environment has. */
void fixture_env(const char *path, const char *python);

/* Runs a program with the variables of the test, changed by set: "NAME=VALUE", or "NAME" to remove one. words
 * and set end in NULL; set may be NULL. */
struct spawned fixture_run(const char *const *words, const char *const *set);

/* The same for words given one by one: RUN("sh", "-c", "exit 3"). A name without a slash is searched for in
 * PATH. */
#define RUN(...) fixture_run((const char *const[]){__VA_ARGS__, NULL}, NULL)
