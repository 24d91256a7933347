// SPDX-License-Identifier: MIT
// The late redirect: a process that finds itself in a base interpreter executes the environment's.
#pragma once

#include "preload/process/redirect.h"

/* To be called when the process starts, with what the loader gives a constructor; musl gives nothing of use,
 * so they are checked. Returns what process this is if there is nothing to execute or it failed; nothing is
 * changed then. */
enum redirect_host late_redirect(int argc, char **argv, char **envp);
