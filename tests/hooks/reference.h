// SPDX-License-Identifier: MIT
// A test bed, and plain libc as the reference: a command is run without and with venvrun, and both runs must
// have the same output and status.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "tests/spawn.h"

/* Programs and a library that the tests start. */
#define PROGRAMS BUILD_DIR "/tests/programs/"
#define HARDSHIP PROGRAMS "hardship"
#define PROBE BUILD_DIR "/tests/hooks/probe"
#define STANDIN BUILD_DIR "/tests/hooks/standin.so"

/* The compiler, for compile(). */
#define CC "${CC:-cc}"

/* The base interpreter, its sys.prefix, and Python code that prints sys.prefix as a line. */
#define BASE "/usr/bin/python3"
#define BASE_PREFIX "/usr"
#define PRINT_PREFIX "import sys; print(sys.prefix)"

/* The forms of tests/programs/forms.h: each executes a program. */
extern const char *const exec_forms[13];

/* An environment, and what the tests start. The strings live as long as the test's process. */
struct testbed {
	char *dir;            /* the test's directory: env and script are in it */
	char *env;            /* an environment of BASE with the package "only_here" */
	char *script;         /* a script of BASE that runs PRINT_PREFIX */
	char *dynamic;        /* a program that prints its arguments, */
	char *static_program; /* and the same, linked statically */
};
extern struct testbed testbed;

/* Makes the test bed: TestSuite(NAME, .init = testbed_make). */
void testbed_make(void);

/* Runs "OUTER WORDS" and then "OUTER venvrun ENV -- WORDS", and expects the same status and output, except
 * that each line BASE_PREFIX is ENV in the second. Returns how many such lines there were. The lists end in
 * NULL; outer may be NULL; set as in fixture_run(). */
size_t check_same(const char *const *outer, const char *const *words, const char *const *set);

/* The same for words given one by one, without outer and set. */
#define CHECK_SAME(...) check_same(NULL, (const char *const[]){__VA_ARGS__, NULL}, NULL)

/* Replaces each NUL in the output by "|": the programs argv and static_argv write one after each argument. */
void show_nuls(struct spawned *s);

/* The output that is expected under venvrun, where text is the output without it: each line BASE_PREFIX is
 * replaced by ENV. *ret_count: how many were replaced. */
char *expected(const char *text, size_t *ret_count);

/* Is there such a program in PATH? If not, it is reported as skipped; what names the part of the test. */
bool have(const char *program, const char *what);

/* Compiles a source file of the tree, with a compiler and flags, to the file name in the test bed. Returns
 * its path, or NULL where this machine cannot compile it, which is reported as skipped. */
char *compile(const char *compiler, const char *flags, const char *source, const char *name);

/* The same with CC for a program that embeds a Python of the version of BASE. Ends the test on failure. */
char *compile_embedding(const char *flags, const char *source, const char *name);
