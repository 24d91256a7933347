// SPDX-License-Identifier: MIT
// SIGINT, SIGTERM and SIGHUP end the work at the next step, so that what was begun is taken away again.
#pragma once

#include <stdbool.h>

void signals_setup(void);
bool signals_pending(void);
/* Dies by the signal that came, if one came: the parent sees what it expects. */
void signals_finish(void);
