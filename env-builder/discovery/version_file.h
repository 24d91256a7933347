// SPDX-License-Identifier: MIT
// The Python that a project requests in .python-version, as pyenv and uv write it.
#pragma once

#include <stdbool.h>

#include "common/tool/strings.h"

/* What is used without --python: PYENV_VERSION, else the first .python-version, or .python-versions where
 * that does not exist, in the working directory or a directory above it. The file must be trusted (trust.h);
 * another one is skipped, with a warning. */
struct version_file {
	char *source;            /* "PYENV_VERSION" or the file's path, for messages */
	struct strings requests; /* as discovery_find() takes them, the preferred first; at least one */
	bool found; /* a file: only versions, and names of pyenv's versions, may be used from it */
};

/* Returns 1 and *ret, which version_file_clear() frees; 0 where nothing is requested, as in a file that
 * contains only comments; or -1 and an allocated message in *ret_why. */
int version_file_read(struct version_file *ret, char **ret_why);
void version_file_clear(struct version_file *file);
