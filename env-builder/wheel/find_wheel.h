// SPDX-License-Identifier: MIT
// Finds the wheel of a seed (pip, setuptools, wheel) on this machine; nothing is downloaded.
#pragma once

#include "env-builder/discovery/interpreter.h"

/* The wheel of seed, NAME or NAME==VERSION, allocated: the newest in dirs, which ends in NULL (NULL: none);
 * otherwise the newest of those that the interpreter's ensurepip installs or its distribution keeps
 * (/usr/share/python-wheels). NULL with *ret_why, allocated, if there is none; otherwise is the option to do
 * without it, for the message. */
char *find_wheel(const struct interpreter *python, const char *seed, const char *const *dirs,
	const char *otherwise, char **ret_why);
