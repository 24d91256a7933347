// SPDX-License-Identifier: MIT
// Plain libc as the reference: a command is run without and with the library, and both must say the same.
#pragma once

#include <stddef.h>

/* The base interpreter, what sys.prefix says in it, and how that is printed, as a line of its own. */
#define BASE "/usr/bin/python3"
#define BASE_PREFIX "/usr"
#define PRINT_PREFIX "import sys; print(sys.prefix)"

/* An environment, and what is started in the tests: a script, a dynamic program and a static one. */
struct place {
	char *dir, *env, *script, *dynamic, *program;
};

struct place place_make(void);

/* Runs words plainly, and again behind "venvrun ENV --": status and output have to be the same, except that each line
 * BASE_PREFIX is ENV in the second. Returns how many such lines there were. set as in fixture_run(). */
size_t check_same(const struct place *place, const char *const *words, const char *const *set);

/* The same for words given one by one. */
#define CHECK_SAME(place, ...) check_same(place, (const char *const[]){__VA_ARGS__, NULL}, NULL)

/* Is there such a program? If not, that is said: what names the part that is left out. */
_Bool have(const char *program, const char *what);
