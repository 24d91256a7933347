// SPDX-License-Identifier: MIT
// An existing environment, compared with the plan of a new one at the same path.
#pragma once

#include "env-builder/transaction/plan.h"

/* Is the environment at path the one that the plan makes? Returns NULL if it is, else the difference: a
 * clause, allocated. Compared are pyvenv.cfg, without the command and the version of venvbuild, and the files
 * of --env: all other files may have been edited or removed. The slower one of two builders of the same
 * environment relies on it. */
char *existing_differs(const char *path, const struct plan *plan);

/* Is there an environment at path that another user owns? It must not be used, as it names the programs that
 * are run. Returns a sentence, allocated, or NULL. */
char *existing_untrusted(const char *path);

/* Removes the steps from the plan that would replace what stays in the directory at path: .gitignore and
 * CACHEDIR.TAG, which concern the whole directory, even if they do not exist; and activation scripts to which
 * lines were added. Warns of scripts that were changed in another way: they are replaced. */
void existing_keep(const char *path, struct plan *plan);
