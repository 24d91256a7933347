// SPDX-License-Identifier: MIT
// The command, resolved and executed in place of this process.
#pragma once

#include "common/core/exec.h"
#include "common/core/policy.h"
#include "runner/environ_list.h"

/* What was asked, and what follows from it. Strings are by reference; not to be moved once
 * resolved. */
struct launch {
	struct exec_request request;
	struct exec_plan plan;
	struct exec_call call;
	char *scratch;
	void *memory;
};

/* Decides what runs: common/core/exec.c, with the PATH of v. policy_entry is "VENVRUN_POLICY=...".
 * To be given back with launch_clear(). */
void launch_resolve(struct launch *ret, const struct policy *policy, const char *policy_entry,
	char *const *command, const struct environ_list *v);
void launch_clear(struct launch *l);

/* Where the first word of the command was found, allocated: itself if it is a path. NULL with the
 * errno of execvp(3) if it is not to be found or not to be run. */
char *launch_found(const struct launch *l, int *ret_error);

/* Executes it: returns only if that fails, with the exit status for it,
 * the errno and an allocated sentence in
 * *ret_why. */
int launch_exec(const struct launch *l, int *ret_error, char **ret_why);
