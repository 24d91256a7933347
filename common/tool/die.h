// SPDX-License-Identifier: MIT
// How a program of ours speaks on stderr, and how it gives up.
//
// A message says what was tried, on what, why it failed, and what the user can do. It has no full stop and no
// newline of its own; further lines are indented by two blanks by whoever writes them.
#pragma once

/* To be called first in main(): the name in front of every message, and the exit status of die(). name is
 * kept by reference. */
void die_setup(const char *name, int status);

/* "NAME: MESSAGE" on stderr, in one write(2), then exit(3) with the status of die_setup(). */
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same with a status of its own: wrong usage, a command that is not found. */
_Noreturn void die_with(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same, and go on. errno is kept. */
void warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* p, or death where there is no memory: need(malloc(n)), need(strdup(s)). */
void *need(void *p) __attribute__((returns_nonnull));
