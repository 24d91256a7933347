// SPDX-License-Identifier: MIT
// The environment of a program about to be executed: is it ours, and if not, what makes it so.
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* The value of a variable, or NULL. Of several entries with one name the last counts: what ld.so takes for
 * LD_PRELOAD. envp may be NULL. */
const char *envp_last(char *const *envp, const char *name);
/* The same for the first entry, which is the one getenv(3) returns. */
const char *envp_get(char *const *envp, const char *name);

/* Does the environment say VENVRUN=off? */
bool envp_is_off(char *const *envp);

struct envp_plan {
	char *const *envp;	/* what came in; may be NULL */
	const char *lib;	/* the component of LD_PRELOAD that is ours */
	const char *policy;	/* the entry "VENVRUN_POLICY=..." that is ours, NUL-terminated */
	bool for_python;	/* drop PYTHONHOME and __PYVENV_LAUNCHER__: they would send ENV's python elsewhere */
	const char *preload;	/* the LD_PRELOAD entry to be replaced by one with lib in front; NULL: there is none */
	bool add_preload, add_policy;
	size_t count;		/* entries of the result, its NULL not counted */
	size_t text;		/* bytes of new text */
};

/* Fills *ret with what envp needs so that lib is loaded and the policy found by the program it is given to. Returns
 * false when envp can be passed on as it is. An environment that says VENVRUN=off is passed on as it is, and so is the
 * policy of a nested venvrun (any other entry that starts with a policy's version): it replaces ours.
 * Every string is used by reference. Async-signal-safe. */
bool envp_measure(char *const *envp, const char *lib, const char *policy, bool for_python, struct envp_plan *ret);

/* Writes the array, plan->count + 1 pointers, to out and its new text, plan->text bytes, to text. The array that came
 * in is not changed; other people's libraries keep their order behind ours. Async-signal-safe. */
void envp_fill(const struct envp_plan *plan, char **out, char *text);
