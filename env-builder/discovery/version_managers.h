// SPDX-License-Identifier: MIT
// Where programs that install Pythons keep them: pyenv, uv, asdf, mise.
#pragma once

#include <stdbool.h>

/* Calls visit with the path of the directory of every version that is installed so (".../versions/3.11.7"),
 * absolute, in the order of the managers above, the newest version first by its name. */
void version_managers_list(void (*visit)(void *ctx, const char *dir), void *ctx);

/* Is path, by its text, below one of their directories? */
bool version_managers_own(const char *path);

/* The directory of pyenv's version or virtual environment of that name, allocated; NULL where there is
 * none. */
char *version_managers_pyenv(const char *name);
