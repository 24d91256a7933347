// SPDX-License-Identifier: MIT
// The threads that are loading a library: the hook of dlopen(3) jumps to libc's and does not see it return.
// Async-signal-safe.
#pragma once

#include <stdbool.h>

/* The calling thread is about to load a library. */
void pending_dlopen_begin(void);

/* To be called after a look that did not find the library: is another look of use? Not if each thread that
 * began has called a hook again, or has not done so for a long time. */
bool pending_dlopen_go_on(void);
