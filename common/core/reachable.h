// SPDX-License-Identifier: MIT
// Can the environment's interpreter be executed from where this process is: below another root,
// as another user?
#pragma once

#include <stddef.h>

#include "common/core/io.h"
#include "common/core/policy.h"

#define REACHABLE_ROOM 512

/* 0, or the negative errno with which execve(2) would fail for path, or the new program for its files:
 * because of the file, or of the loader that it names. A library that it needs beside that is not looked for.
 * buf holds size bytes, REACHABLE_ROOM at least, and is aligned for pointers: it is asked at the end of small
 * stacks. Async-signal-safe if io is. */
int reachable(const struct exec_io *io, const char *path, char *buf, size_t size);

/* The same for the policy's interpreter, and what makes its environment one has to be there: another root may
 * have a directory of that name, which is none. */
int reachable_environment(const struct policy *policy, const struct exec_io *io, char *buf, size_t size);
