// SPDX-License-Identifier: MIT
// The options that an environment was made with: --upgrade keeps them unless others are given.
#pragma once

#include <stdbool.h>

/* Strings are allocated; NULL is unknown. */
struct env_settings {
	/* its implementation and X.Y as --python takes them: "cpython3.11", "cpython3.13t", "pypy3.9" */
	char *spec;
	char *prompt; /* as --prompt takes it */
	bool system_site, copies, relocatable, standalone;
	bool pip; /* pip is installed in it */
};

/* The implementation and X.Y of the environment at path as --python takes them, allocated; NULL where they
 * are unknown. version is that of its pyvenv.cfg, or NULL: then the names in its lib decide. Like fs_stat(),
 * it ends the program where the disk or the memory fails. */
char *env_settings_python(const char *path, const char *version);

/* Reads pyvenv.cfg and the names in the environment at path, whose interpreter may be missing. Returns 0 and
 * *ret, which env_settings_clear() frees; or -1 and an allocated message in *ret_why. */
int env_settings_read(const char *path, struct env_settings *ret, char **ret_why);
void env_settings_clear(struct env_settings *settings);
