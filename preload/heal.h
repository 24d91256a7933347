// SPDX-License-Identifier: MIT
// The late redirect: a process that finds itself in a base interpreter executes the environment's.
#pragma once

#include "preload/redirect.h"

/* To be called when the process starts, with what the loader gives a constructor; musl gives nothing of use, so they
 * are checked. Returns what process this is if there is nothing to execute or it failed; nothing is changed then. */
enum redirect_host heal(int argc, char **argv, char **envp);
