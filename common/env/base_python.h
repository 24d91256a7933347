// SPDX-License-Identifier: MIT
// The way from an environment to the base interpreter that it was made from.
#pragma once

/* Where the interpreters of directory bin come from, allocated: bin itself where it is no environment's, else
 * what the environment's pyvenv.cfg calls home; "" where that says nothing. */
char *base_python_dir(const char *bin) __attribute__((returns_nonnull));

/* The interpreter behind path, allocated: while it lies in an environment, what its link or the environment's
 * home points to. NULL and *ret_why where that has no end. */
char *base_python_interpreter(const char *path, char **ret_why);
