// SPDX-License-Identifier: MIT
// How what is exempt, or released, runs as it would without the environment: parts of the decision of exec.h.
#pragma once

#include "common/core/decision.h"
#include "common/core/exempt.h"

/* Is this program exempt, or the script that it is handed as a shell? */
enum exempt bypass_exempt(const struct decision *d, const char *path, bool is_interpreter);

/* The name by which PATH led to a program of the environment's; NULL where it was asked for by its path. */
const char *bypass_name(const struct decision *d, const char *path);

/* The rule of what is exempt; exempt is not EXEMPT_NOT. */
enum exec_rule bypass_rule(enum exempt exempt);

/* What is exempt runs as it would without the environment: also by a name, with which PATH led to ENV's. */
enum exec_rule bypass_run(struct decision *d, const char *path, enum exempt exempt);

/* A program that a pattern takes where PATH leads to without the environment, too,
 * or that is asked for by its path. */
enum exec_rule bypass_program(struct decision *d, const char *path, enum exempt exempt);

/* The script of a Python is exempt, and env(1) is to find that: ENV's, as ENV comes first in PATH. Where it
 * cannot be told here which one that would be without it, env is started, and what it executes is looked
 * at. */
enum exec_rule bypass_env(struct decision *d, enum exempt exempt, const char *const *words, size_t count);

/* A script that lies in another directory: the interpreter looks when it has been started
 * (preload/process/late_redirect.c). */
bool bypass_is_out_of_sight(const struct decision *d, const char *script);

/* The environment says VENVRUN=off. */
enum exec_rule bypass_released(struct decision *d);
