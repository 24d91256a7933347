// SPDX-License-Identifier: MIT
// How to install an interpreter that was not found.
#pragma once

/* A clause, allocated: the command of each program on PATH that installs Pythons; where there is none, other
 * ways to get one. request is the value of --python as written: "3.12", ">=3.9", "pypy3.10"; NULL is any. */
char *install_hint(const char *request) __attribute__((returns_nonnull));
