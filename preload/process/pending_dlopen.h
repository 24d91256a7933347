// SPDX-License-Identifier: MIT
// Which threads are loading a library: nothing says when a dlopen(3) that is jumped to is over.
#pragma once

#include <stdbool.h>

/* The calling thread is about to load something. */
void pending_dlopen_begin(void);

/* Called by each look that did not find what may have been loaded: is it worth another? Not if every thread
 * that began has come by again, or stays away for long. Async-signal-safe. */
bool pending_dlopen_go_on(void);
