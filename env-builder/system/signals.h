// SPDX-License-Identifier: MIT
// SIGINT, SIGTERM and SIGHUP: each only asks the work to end after its current step, so that it can be
// undone.
#pragma once

#include <stdbool.h>

/* Catches the signals, except those that are ignored (nohup(1)). */
void signals_setup(void);
/* Has one of them come? */
bool signals_pending(void);
/* Ends the process by the signal that has come, so that its parent sees it. Returns if none has come. */
void signals_finish(void);
