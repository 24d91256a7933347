// SPDX-License-Identifier: MIT
// A tree of files that exist only in memory: interpreters, environments and scripts for the tests of exec.c.
#pragma once

#include "common/core/io.h"

/* Its files are in a table in fake.c. The environment is /e. A path below /loop/ is a circle of symbolic
 * links. The symbolic links in the table links are followed by the functions real and same only. */
extern const struct exec_io fake_io;
