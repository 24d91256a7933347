// SPDX-License-Identifier: MIT
// The environment of a program that is released: what it would be without venvrun.
//
// Nothing of ours is in it but VENVRUN=off; PATH leads past the environment, and VIRTUAL_ENV is no more.
// Whatever else the runner has changed stands in VENVRUN_BEFORE, which is there only where there is such a
// thing (an activated environment, PYTHONHOME, variables that the environment brings): fields,
// ';' between them, escaped as in a policy,
//
//	NAME=SET:WAS	set to SET, and WAS before
//	NAME=SET	set to SET, and unset before
//	NAME:WAS	unset, and WAS before
//
// A variable that still has the value SET gets that of before; one that a program has set since stays. PATH,
// which programs add to, loses the environment's directory wherever it stands; where VIRTUAL_ENV comes back,
// its directory takes that place.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/core/envp.h"
#include "common/core/policy.h"

/* What envp_measure() and envp_fill() do where wish.is_released. */
bool release_measure(char *const *envp, const struct envp_wish *wish, struct envp_plan *ret);
void release_fill(const struct envp_plan *plan, char **out, char *text);

/* The environment that was active outside and whose programs PATH has lost, as it stands in VENVRUN_BEFORE,
 * escaped; NULL where there is none. */
const char *release_outer(const struct policy *policy, char *const *envp);

/* Writes what VENVRUN_BEFORE has to say so that what is released from after finds before, like
 * policy_format(): returns the bytes with the NUL, 1 where there is nothing to say. */
size_t release_format(char *out, size_t size, const struct policy *policy, char *const *before,
	char *const *after);
