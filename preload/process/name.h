// SPDX-License-Identifier: MIT
// What this process, the environment's Python, is called where it took another's place
// (common/core/comm.h).
#pragma once

#include "common/core/comm.h"

/* Calls it what its environment says, and takes that out of there. To be called when the process starts. */
void name_take(void);

/* Writes what it is called now, with a NUL. */
void name_get(char out[COMM_MAX + 1]);
