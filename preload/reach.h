// SPDX-License-Identifier: MIT
// Can what the caller points to be read? What cannot is handed on as it is: the kernel says EFAULT, we must not crash.
#pragma once

#include <stdbool.h>

/* A string, up to its NUL. Async-signal-safe, vfork-safe, like the next. */
bool reach_string(const char *s);

/* What the decision about a call reads: the path, the array argv with its first string, the array envp with all its
 * strings. argv and envp may be NULL. */
bool reach_call(const char *file, char *const *argv, char *const *envp);
