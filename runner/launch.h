// SPDX-License-Identifier: MIT
// The command, resolved and executed in place of this process.
#pragma once

#include "common/core/exec.h"
#include "common/core/policy.h"
#include "runner/environ_list.h"

/* A command and what common/core/exec.h decided about it. Strings are kept by reference. Its address must not
 * change after launch_resolve(). */
struct launch {
	struct exec_request request;
	struct exec_plan plan;
	struct exec_call call;
	char *scratch;
	void *memory;
};

/* Decides what is executed for a command, with the PATH of vars. policy_entry is "VENVRUN_POLICY=...".
 * launch_clear() frees the result. */
void launch_resolve(struct launch *ret, const struct policy *policy, const char *policy_entry,
	char *const *command, const struct environ_list *vars);
void launch_clear(struct launch *l);

/* The file of the command's first word, allocated: the word itself if it contains a slash, else from PATH.
 * NULL and the errno of execvp(3) where there is none, or none that can be executed. */
char *launch_found(const struct launch *l, int *ret_error);

/* Executes it. Returns only if that fails, with the errno: EACCES where --strict refuses it
 * (l->plan.refused). */
int launch_exec(const struct launch *l);
