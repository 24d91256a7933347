// SPDX-License-Identifier: MIT
// Why a command cannot be run, said in a sentence: before it is tried, for --explain, and afterwards.
#pragma once

#include "runner/chain_end.h"
#include "runner/launch.h"

/* What the kernel goes through for the file that was found, and where that ends. */
struct chain_end exec_failure_chain(const struct launch *l, const char *found,
	const struct chain_steps *steps);

/* The same where nothing was found, with launch_found()'s error. */
struct chain_end exec_failure_not_found(const struct launch *l, int error);

/* What launch_exec() would end in, where the chain ends so: 0 where it would succeed, else the exit status
 * and an allocated sentence in *ret_why. */
int exec_failure_foresee(const struct launch *l, const struct chain_end *end, char **ret_why);

/* The exit status and the sentence for a command that could not be executed because of error, an errno. */
int exec_failure_of(const struct launch *l, int error, char **ret_why);
