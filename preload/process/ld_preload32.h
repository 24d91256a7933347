// SPDX-License-Identifier: MIT
// What LD_PRELOAD says in a 32-bit process below a 64-bit runner.
#pragma once

#include "preload/base/state.h"

/* Puts the 64-bit library's name over the 32-bit one's in the LD_PRELOAD that this process was started with.
 * Its loader has read it; what reads it next is the 64-bit /bin/sh that libc starts with this environ for
 * system(3), popen(3) and wordexp(3). The exec hooks choose for each program anyway. To be called by the
 * constructor, before main() has seen the environment. Nothing happens where the names do not fit. */
void ld_preload32(const struct state *state);
