// SPDX-License-Identifier: MIT
// What an environment was made to be: what --upgrade keeps where nothing else is asked for.
#pragma once

#include <stdbool.h>

/* Strings are allocated; NULL: nothing is known. */
struct env_settings {
	/* its implementation and X.Y as --python takes them: "cpython3.11", "cpython3.13t", "pypy3.9" */
	char *spec;
	char *prompt;                                           /* as --prompt takes it */
	bool system_site, copies, relocatable, standalone, pip; /* pip: it has one */
};

/* The implementation and X.Y of the environment at path as --python takes them, allocated: version is what
 * its pyvenv.cfg says, NULL where that says nothing. NULL where it cannot be told. */
char *env_settings_python(const char *path, const char *version);

/* Reads pyvenv.cfg and the names in the environment at path, whose interpreter may be gone. Returns 0 and
 * *ret, or -1 and *ret_why. */
int env_settings_read(const char *path, struct env_settings *ret, char **ret_why);
void env_settings_clear(struct env_settings *env_settings);
