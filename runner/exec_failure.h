// SPDX-License-Identifier: MIT
// Why a command cannot be run: before it is executed, for --explain, and afterwards.
#pragma once

#include "runner/chain_end.h"
#include "runner/launch.h"

/* Follows the file that was found for the command, as chain_follow() does. */
struct chain_end exec_failure_chain(const struct launch *l, const char *found,
	const struct chain_steps *steps);

/* The same where no file was found; error is that of launch_found(). */
struct chain_end exec_failure_not_found(const struct launch *l, int error);

/* How launch_exec() would fail, where end is that of the command's file: returns 0 where it would not, else
 * the exit status and an allocated message in *ret_why. */
int exec_failure_predict(const struct launch *l, const struct chain_end *end, char **ret_why);

/* The exit status, and an allocated message in *ret_why, after launch_exec() returned error. */
int exec_failure_of(const struct launch *l, int error, char **ret_why);
