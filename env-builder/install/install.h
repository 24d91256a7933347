// SPDX-License-Identifier: MIT
// Installs packages in an environment in the stage, as if it were at its final path.
#pragma once

#include "env-builder/install/install_request.h"
#include "env-builder/install/lock_file.h"
#include "env-builder/transaction/stage.h"

/* Installs what the request names in the environment in the stage: the target. The installer runs in our
 * working directory and sees the environment at a short temporary path; afterwards that path is replaced by
 * the final one in every file that it wrote. With --lock, *lock, which is {0}, is to be committed after the
 * environment. Returns 0, or -1 and *ret_why; then the stage must be given up, and the installer's output is
 * on standard error. */
int install_run(const struct install_request *request, const struct install_target *target,
	const struct stage *stage, struct lock_file *lock, char **ret_why);
