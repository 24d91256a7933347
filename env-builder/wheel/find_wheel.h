// SPDX-License-Identifier: MIT
// Which wheel of pip and its like seeds an environment, of those that are on the machine.
#pragma once

#include "env-builder/discovery/interpreter.h"

/* The wheel of seed, which is NAME or NAME==VERSION: the newest in dirs (NULL-terminated; NULL: none); where
 * there is none, the newest that the interpreter's own ensurepip would install, or that its distribution
 * keeps for it (/usr/share/python-wheels); allocated. NULL and *ret_why where there is none, with otherwise,
 * the options by which it can be done without. */
char *find_wheel(const struct interpreter *python, const char *seed, const char *const *dirs,
	const char *otherwise, char **ret_why);
