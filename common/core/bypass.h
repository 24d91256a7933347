// SPDX-License-Identifier: MIT
// The parts of a decision (exec.h) on what is exempt or released: it runs as it would without the
// environment.
#pragma once

#include "common/core/decision.h"
#include "common/core/exempt.h"

/* Is this program exempt, or, where it is a shell, the script that it runs? */
enum exempt bypass_exempt(const struct decision *d, const char *path, bool is_interpreter);

/* The rule of what is exempt; exempt is not EXEMPT_NOT. */
enum exec_rule bypass_rule(enum exempt exempt);

/* The name with which PATH led to a program of the environment; NULL where it was asked for by its path. */
const char *bypass_name(const struct decision *d, const char *path);

/* Decides on an exempt file: if PATH led to ENV's, the one to which it leads without ENV is executed. */
enum exec_rule bypass_run(struct decision *d, const char *path, enum exempt exempt);

/* Decides on an exempt program. ENV's own is executed nevertheless if the pattern does not take the one to
 * which PATH leads without ENV. */
enum exec_rule bypass_program(struct decision *d, const char *path, enum exempt exempt);

/* Decides on an exempt script whose interpreter env(1) would search: words are the interpreter and its
 * arguments. ENV's comes first in PATH, so the one to which PATH leads without ENV is executed. If there is
 * none, env(1) is executed, and the decision is made when it executes something. */
enum exec_rule bypass_env(struct decision *d, enum exempt exempt, const char *const *words, size_t count);

/* Is the script relative to another directory, so that it cannot be read? Then the interpreter decides when
 * it starts (preload/process/late_redirect.h). */
bool bypass_is_out_of_sight(const struct decision *d, const char *script);

/* Decides where VENVRUN=off is in the environment. */
enum exec_rule bypass_released(struct decision *d);
