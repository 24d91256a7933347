// SPDX-License-Identifier: MIT
// Is this process a Python interpreter, and if so, which?
#pragma once

#include <stdbool.h>

#include "common/core/interp.h"
#include "preload/base/state.h"

/* True for a Python interpreter, whatever its file is called, and *ret is then the version it says it has: by
 * its file's name, else by libpython's. Without /proc, and where it was started by its loader ("ld.so
 * /usr/bin/python3"), whose name is the file's then, started, the path it was started as, has to do for that.
 * Told by what the main program defines and wants, without a system call for one that is no Python. A program
 * that embeds Python is none. */
bool python_is_running(const struct state *state, const char *started, bool by_loader, struct interp *ret);

/* True if this process has a Python in it, started or not, and *ret is then its version: by what libpython is
 * called, else by Py_Version, which CPython has since 3.11. Async-signal-safe. */
bool python_is_loaded(struct interp *ret);
