// SPDX-License-Identifier: MIT
// Which Python the working directory asks for: .python-version, as pyenv and uv write it.
#pragma once

#include <stdbool.h>

/* What stands for -p where nobody says -p: PYENV_VERSION, else the first .python-version, or .python-versions
 * where there is none beside it, of the working directory or one above it. A file counts where it is the
 * user's own or root's (trust.h); another's is passed over, with a warning. */
struct version_file {
	char *source; /* "PYENV_VERSION" or the file's path, for messages */
	/* as discovery_find() takes them, in the order of preference; NULL-terminated, never empty */
	char **specs;
	/* a file, of which only versions, and names that a manager gave to what it installed, are taken */
	bool found;
};

/* Returns 1 and *ret, whose strings are allocated; 0 where nothing is asked for; or -1 and *ret_why. A file
 * that has nothing but comments asks for nothing. */
int version_file_read(struct version_file *ret, char **ret_why);
void version_file_clear(struct version_file *pin);
