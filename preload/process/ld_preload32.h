// SPDX-License-Identifier: MIT
// LD_PRELOAD in a 32-bit process below a 64-bit runner.
#pragma once

#include "preload/base/state.h"

/* Writes the name of the 64-bit library over the 32-bit one's in LD_PRELOAD, which this process's loader has
 * read. The next to read it is the 64-bit /bin/sh that libc starts with this environ for system(3), popen(3)
 * and wordexp(3); the exec hooks choose the library for each program. To be called by the constructor, before
 * main() has seen the environment. Nothing happens if the name does not fit. */
void ld_preload32(const struct state *state);
