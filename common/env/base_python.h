// SPDX-License-Identifier: MIT
// From an environment to the base interpreter that it was made from.
#pragma once

/* The prefix inside a standalone environment that contains its base interpreter: bin/python3.11,
 * lib/python3.11, include/python3.11. */
#define BUNDLE_DIR "base"

/* The directory of the base interpreter for the interpreters in directory bin, allocated: bin itself where it
 * belongs to no environment, else the home of the environment's pyvenv.cfg, through nested environments; ""
 * where pyvenv.cfg has no home. */
char *base_python_dir(const char *bin) __attribute__((returns_nonnull));

/* The base interpreter of the interpreter at path, allocated: as long as it lies in an environment, the
 * target of its link or, where it is no link, the file of the same name in the environment's home. NULL and
 * an allocated message in *ret_why where the links form a circle. */
char *base_python_interpreter(const char *path, char **ret_why);
