// SPDX-License-Identifier: MIT
// The arguments of "pip install" and "uv pip install", which have the same names in both.
#pragma once

#include <stdbool.h>

#include "common/tool/strings.h"
#include "env-builder/install/install_request.h"

/* Adds what -r, --install and -e name. lines: the dependencies of the pyproject.toml files; NULL: the
 * installer reads these files itself. Locks are skipped unless locks is true: lock_install.h installs them.
 * Adds nothing where nothing is left to install: a project may have no dependencies. */
void installer_args_add_request(struct strings *args, const struct install_request *request,
	const struct strings *lines, bool locks);

/* Adds the options that name the indexes. */
void installer_args_add_indexes(struct strings *args, const struct install_request *request);

/* Adds what --upgrade-deps upgrades. */
void installer_args_add_upgrade(struct strings *args, const struct install_request *request);

/* "pip install ..." or "uv pip install ..." as a shell reads it, allocated. */
char *installer_args_command(const struct strings *args, const struct install_request *request)
	__attribute__((returns_nonnull));
/* Adds such a command for each run of the installer, in order: the upgrade of the seeds, then all else. */
void installer_args_commands(const struct install_request *request, struct strings *commands);
