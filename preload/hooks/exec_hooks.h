// SPDX-License-Identifier: MIT
// Executes a file by its path or name, for all hooks whose call amounts to that.
#pragma once

#include "preload/base/next.h"

/* Executes file, by the next function of the called hook or of one that does the same with what changes.
 * Returns -1 with errno, as that function does. */
int exec_hooks_run(enum hook called, const char *file, char *const *argv, char *const *envp);
