// SPDX-License-Identifier: MIT
// The late redirect: a process that finds itself in a base interpreter executes the environment's.
#pragma once

/* To be called when the process starts, with what the loader gives a constructor; musl gives nothing of use, so they
 * are checked. Returns if there is nothing to redirect or it failed; nothing is changed then. */
void heal(int argc, char **argv, char **envp);
