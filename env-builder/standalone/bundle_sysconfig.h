// SPDX-License-Identifier: MIT
// The settings of a copied interpreter that Python's sysconfig reads: they name the new prefix instead of the
// old one.
#pragma once

#include "env-builder/standalone/bundle_files.h"

/* Adds to each copied _sysconfigdata*.py code that replaces the old prefix when the module is imported,
 * wherever the new one is then. Returns 0, or a negative errno and bundle->path. */
int bundle_move_sysconfig(struct bundle *bundle);
