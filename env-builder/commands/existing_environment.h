// SPDX-License-Identifier: MIT
// What of a plan is there already, and what is the user's: of an environment that is made where there is one.
#pragma once

#include "env-builder/transaction/plan.h"

/* Where the environment at path is not the one that the plan would make: what differs, a clause, allocated;
 * else NULL. It goes by pyvenv.cfg, but for the command and the version of venvbuild, and by what --env asks
 * for: other files may have been edited or deleted, and stay so.
 * It is what the slower one of two builders of the same environment finds. */
char *existing_differs(const char *path, const struct plan *plan);

/* Is the environment at path another user's, so that reading its base interpreter's name and running it would
 * run that user's programs? Then a sentence, allocated; else NULL. */
char *existing_untrusted(const char *path);

/* Takes out of the plan what is to stay as it is in the directory at path: .gitignore and CACHEDIR.TAG, which
 * tell other programs what to do with the whole directory, whether or not they are there; scripts in bin to
 * which lines were added. Tells of scripts that were changed in another way, and are made anew. */
void existing_keep(const char *path, struct plan *plan);
