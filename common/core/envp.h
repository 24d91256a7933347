// SPDX-License-Identifier: MIT
// Variables in an environment, an array of "NAME=VALUE" that ends with NULL. An envp may be NULL. Results are
// by reference. Async-signal-safe.
#pragma once

#include <stdbool.h>

/* The value if entry is "name=VALUE", else NULL. */
const char *envp_value(const char *entry, const char *name);

/* The value of a variable, or NULL. Where several entries have the name, envp_get() returns the first, as
 * getenv(3) does, and envp_last() the last, which ld.so uses for LD_PRELOAD. */
const char *envp_get(char *const *envp, const char *name);
const char *envp_last(char *const *envp, const char *name);

/* The policy's entry that a program with this environment will use, if that is not ours: the last one that
 * policy_check() accepts, from a venvrun inside or beside this one. NULL: it will use ours, or there is
 * none. */
const char *envp_nested(char *const *envp, const char *ours);

/* Is VENVRUN=off in the environment? */
bool envp_is_off(char *const *envp);
