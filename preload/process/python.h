// SPDX-License-Identifier: MIT
// Is this process a Python interpreter, and of which version?
#pragma once

#include <stdbool.h>

#include "common/core/interp.h"
#include "preload/base/state.h"

/* Is it an interpreter, whatever the name of its file? *ret is its version, by that name, else by
 * libpython's. A program that embeds Python is none. started is the path by which it was started. It is used
 * where there is no /proc, and with by_loader, where the loader was executed ("ld.so /usr/bin/python3") and
 * is the file. Decided by the functions that the main program defines and needs: without a system call for a
 * program that is no Python. */
bool python_is_running(const struct state *state, const char *started, bool by_loader, struct interp *ret);

/* Does this process have a Python in it, started or not? *ret is its version, by the name of libpython, else
 * by Py_Version, which CPython has since 3.11. Async-signal-safe. */
bool python_is_loaded(struct interp *ret);
