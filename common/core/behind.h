// SPDX-License-Identifier: MIT
// What a name leads to where the environment is not in PATH: the program that runs without venvrun.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/core/io.h"
#include "common/core/policy.h"

/* Are the first n bytes of text the directory of the environment's programs, as it is written? */
bool behind_is_directory(const struct policy *policy, const char *text, size_t n);

/* Is path directly in the directory of the environment's programs, as it is written? */
bool behind_covers(const struct policy *policy, const char *path);

/* The first of that name in PATH that can be executed and is not the environment's, written to buf, which
 * holds size bytes; what does not fit is passed over. outer is what release_outer() says: that environment's
 * programs are in PATH in the place of this one's. NULL where there is none, and where PATH leads to the
 * working directory before. Async-signal-safe if io is. */
const char *behind_find(const struct policy *policy, const struct exec_io *io, const char *outer,
	const char *path, const char *name, char *buf, size_t size);
