// SPDX-License-Identifier: MIT
// What somebody may have meant who named an environment that is not there.
#pragma once

#include <stddef.h>

/* The path of the environment in one of the directories whose name is nearest to name, allocated;
 * NULL where none is near enough to be a slip of the finger. NULLs among dirs are passed over. */
char *similar_env(const char *name, const char *const *dirs, size_t count);
