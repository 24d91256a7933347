// SPDX-License-Identifier: MIT
// The directory of the environment's programs, ENV/bin, and a search of PATH without it: the programs that
// run without venvrun. Async-signal-safe if io is.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/core/io.h"
#include "common/core/policy.h"

/* Are the first n bytes of text that directory? By text alone: slashes and dots that change nothing are
 * skipped, as in path_clean(). */
bool env_bin_is(const struct policy *policy, const char *text, size_t n);

/* Is the file at path directly in it? */
bool env_bin_contains(const struct policy *policy, const char *path);

/* The first executable file of that name in PATH that is not in ENV/bin, written to buf, which holds size
 * bytes; longer candidates are skipped. outer is what release_outer() returns: the bin directory of that
 * environment replaces ENV's. NULL: there is none, or PATH leads to the working directory first. */
const char *env_bin_search_past(const struct policy *policy, const struct exec_io *io, const char *outer,
	const char *path, const char *name, char *buf, size_t size);
