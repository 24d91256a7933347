// SPDX-License-Identifier: MIT
// Is this process a Python interpreter, whatever its file is called?
#pragma once

#include <stdbool.h>

#include "common/core/interp.h"
#include "preload/state.h"

/* True for CPython's own main program: one that only hands its arguments to libpython, or, where libpython is linked
 * into it, the very program that the environment's interpreter is (a copy, by size and first KiB). A program that embeds
 * Python is none. *ret is then the version as far as it can be told. Takes the loader's lock. */
bool python_is_running(const struct state *state, struct interp *ret);
