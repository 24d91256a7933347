// SPDX-License-Identifier: MIT
// An environment whose name is similar to a wrong one: "did you mean".
#pragma once

#include <stddef.h>

/* The path of the environment below one of the directories whose name is the most similar to name, allocated;
 * NULL where none is similar enough to be a typing error. NULLs among the directories are skipped. */
char *similar_env(const char *name, const char *const *dirs, size_t count);
