// SPDX-License-Identifier: MIT
// Installs packages in an environment that is still in the stage, as if it were where it belongs.
#pragma once

#include <stdbool.h>

#include "common/tool/text.h"
#include "env-builder/cache/cache.h"
#include "env-builder/install/lock_write.h"
#include "env-builder/cli/options.h"
#include "env-builder/discovery/interpreter.h"
#include "env-builder/transaction/stage.h"

/* Is there something to install? */
bool install_wanted(const struct options *options);

/* "pip install ..." as a shell would take it, allocated: what --dry-run shows; of what --upgrade-deps asks
 * for, or of the rest, which comes after it. NULL: nothing. */
char *install_command(const struct options *options, bool upgrade);

/* Installs what the options ask for in the environment in the stage, which will be at path: by its own pip;
 * by the base's, from a wheel that is unpacked in cache, where it has none; or by uv. The installer runs in
 * our working directory, sees the environment under a short temporary path, and what it wrote of that is
 * rewritten at the end. With --lock, *lock, which is {0}, becomes what is to be committed after the
 * environment. Returns 0, or -1 and *ret_why; then the stage is of no use, and what the installer had to say
 * is on standard error. */
int install_run(const struct options *options, const struct interpreter *python, const struct cache *cache,
	const struct stage *stage, const char *path, struct lock *lock, char **ret_why);
