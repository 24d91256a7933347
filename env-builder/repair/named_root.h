// SPDX-License-Identifier: MIT
// The environment that a file names: from the path of an interpreter, or from bin/activate.
#pragma once

#include "common/tool/strings.h"

/* ENV of "ENV/bin/python3.11", allocated. NULL where the path is not absolute, or where its last component
 * is not the name of an interpreter of version number[0].number[1]. */
char *named_root_interpreter(const char *python, const int number[2]);

/* Adds each path that the text of a bin/activate assigns to VIRTUAL_ENV, clean, to ret. Scripts of venv,
 * virtualenv, uv and venvbuild are read; of a value with an expansion nothing is known. text may be NULL. */
void named_root_activate(const char *text, struct strings *ret);
