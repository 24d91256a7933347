// SPDX-License-Identifier: MIT
// Messages on stderr, and the end of a program after an error.
//
// A message states what was tried, on what, why it failed, and what the user can do. It has no full stop and
// no newline at its end. The caller indents further lines by two blanks.
#pragma once

/* Called first in main(): sets the name in front of every message and the exit status of die(). name is
 * not copied. */
void die_setup(const char *name, int status);

/* Writes "NAME: MESSAGE" to stderr by one write(2), then calls exit(3) with the status of die_setup().
 * Characters that are not safe on a terminal are escaped (printable.h). */
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same with another exit status, as for wrong usage or a command that is not found. */
_Noreturn void die_with(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Writes the message and returns. errno is not changed. */
void warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Returns p; ends the program with a message where it is NULL: need(malloc(n)), need(strdup(s)). */
void *need(void *p) __attribute__((returns_nonnull));
