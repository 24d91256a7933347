// SPDX-License-Identifier: MIT
// The late redirect: a process that is a base interpreter executes ENV's while it starts.
#pragma once

#include "preload/process/redirect.h"

/* To be called when the process starts, with the constructor's arguments. Returns what this process is, if
 * nothing is executed, or that failed; then nothing has changed. */
enum redirect_host late_redirect(int argc, char **argv, char **envp);
