// SPDX-License-Identifier: MIT
// Can the environment's interpreter be executed by this process, which may have another root, or be another
// user's? Async-signal-safe if io is.
#pragma once

#include <stddef.h>

#include "common/core/io.h"
#include "common/core/policy.h"

#define REACHABLE_ROOM 512

/* Returns 0, or the negative errno with which execve(2) of path, or the access of the new program to its
 * files, would fail: because of the file, or of the loader that it names. Its other libraries are not tested.
 * buf holds size bytes, REACHABLE_ROOM at least, and is aligned for pointers; the caller brings it as stacks
 * may be small. */
int reachable(const struct exec_io *io, const char *path, char *buf, size_t size);

/* The same for the policy's interpreter. policy->mark has to exist, too: another root may have a directory of
 * that name which is no environment. */
int reachable_environment(const struct policy *policy, const struct exec_io *io, char *buf, size_t size);
