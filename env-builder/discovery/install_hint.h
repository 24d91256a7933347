// SPDX-License-Identifier: MIT
// How to get an interpreter that is not installed.
#pragma once

/* A clause with the command of each program on PATH that installs Pythons; where there is none, what else
 * there is. text is what --python asked for, as it was written: "3.12", ">=3.9", "pypy3.10"; NULL: any.
 * Allocated. */
char *install_hint(const char *text);
