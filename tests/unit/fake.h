// SPDX-License-Identifier: MIT
// A tree of files that exist only in memory: interpreters, environments and scripts for the tests of exec.c.
#pragma once

#include "common/core/io.h"

/* Its files are in the table in fake.c. The environment is /e; whatever is below /loop/ is a loop of symbolic
 * links. What leads elsewhere by the table links is there only for real and same. */
extern const struct exec_io fake_io;
