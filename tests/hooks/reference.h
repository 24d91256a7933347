// SPDX-License-Identifier: MIT
// Plain libc as the reference: a command is run without and with the library, and both must say the same.
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* The compiler, for compile(). */
#define CC "${CC:-cc}"

/* The base interpreter, what sys.prefix says in it, and how that is printed, as a line of its own. */
#define BASE "/usr/bin/python3"
#define BASE_PREFIX "/usr"
#define PRINT_PREFIX "import sys; print(sys.prefix)"

/* An environment, and what is started in the tests: a script, a dynamic program and a static one. */
struct place {
	char *dir, *env, *script, *dynamic, *program;
};

struct place place_make(void);

/* Runs "OUTER WORDS", and again "OUTER venvrun ENV -- WORDS": status and output have to be the same, except
 * that each line BASE_PREFIX is ENV in the second. Returns how many such lines there were. outer ends in NULL
 * like words and may be NULL; set as in fixture_run(). */
size_t check_same(const struct place *place, const char *const *outer, const char *const *words,
	const char *const *set);

/* What is printed plainly as it has to be under venvrun: each line that is BASE_PREFIX is ENV;
 * how many were? */
char *expected(const char *text, const char *env, size_t *ret_count);

/* The same for words given one by one, with nothing outside. */
#define CHECK_SAME(place, ...) check_same(place, NULL, (const char *const[]){__VA_ARGS__, NULL}, NULL)

/* Is there such a program? If not, that is said: what names the part that is left out. */
bool have(const char *program, const char *what);

/* Compiles a source file of the tree with the compiler and flags given, to a file in the place's directory,
 * whose path is returned; NULL, which is said, if that cannot be done here. */
char *compile(const struct place *place, const char *compiler, const char *flags, const char *source,
	const char *name);
