// SPDX-License-Identifier: MIT
// The name of this process (/proc/PID/comm). To be called when the process starts.
#pragma once

#include "common/core/comm.h"

/* Gives the process the name in VENVRUN_NAME, and removes that from environ. The process that executed ENV's
 * interpreter instead of another, or of a script, has put it there. */
void self_comm_take(void);

/* Writes the present name, with a NUL. */
void self_comm_get(char out[COMM_MAX + 1]);
