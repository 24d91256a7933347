// SPDX-License-Identifier: MIT
// A process that is released, and that no call of ours has started:
// its own environment becomes what it would be without venvrun.
//
// A shell of system(3) after setenv("VENVRUN", "off"), a package manager or a kept program with a static
// parent: what they start is not to be followed, and to find the variables from before.
// To be called by the constructor, before main() has seen them.
#pragma once

#include "preload/base/state.h"

/* Does so, and disables the state. */
void leave(const struct state *state);

/* The same where there is no state, as the environment says VENVRUN=off; nothing where it has no policy. A
 * static shell has searched this program in ENV's directory then: the one that PATH leads to without that
 * takes its place. What the loader gives a constructor is checked, as for late_redirect(). */
void leave_if_off(int argc, char **argv, char **envp);
