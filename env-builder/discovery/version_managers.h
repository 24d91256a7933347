// SPDX-License-Identifier: MIT
// The directories in which pyenv, uv, asdf and mise install Pythons.
#pragma once

#include <stdbool.h>

/* Calls visit with the absolute path of each installed version's directory (".../versions/3.11.7"): the
 * managers in the order above, for each the newest version first, by name. */
void version_managers_list(void (*visit)(void *ctx, const char *dir), void *ctx);

/* Is path, as text, below one of their directories? */
bool version_managers_own(const char *path);

/* The directory of pyenv's version or virtual environment of that name, allocated; or NULL. */
char *version_managers_pyenv(const char *name);
