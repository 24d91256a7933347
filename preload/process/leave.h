// SPDX-License-Identifier: MIT
// The release of this process, where no hook has started it: its own environment becomes what it would be
// without venvrun.
//
// A shell of system(3) after setenv("VENVRUN", "off"), or a package manager or an exempt program with a
// static parent: they and what they start need the variables from before. To be called by the constructor,
// before main() has seen them.
#pragma once

#include "preload/base/state.h"

/* Releases this process, and disables the state. */
void leave(const struct state *state);

/* The same where VENVRUN=off is in the environment, so that there is no state; nothing happens without a
 * policy. A static shell may have found this program in ENV/bin: then the one to which PATH leads without ENV
 * is executed. Takes the constructor's arguments. */
void leave_if_off(int argc, char **argv, char **envp);
