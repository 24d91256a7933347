// SPDX-License-Identifier: MIT
// What a pyproject.toml says its project needs (its [project] table, PEP 621).
#pragma once

#include <stdbool.h>

#include "common/tool/text.h"
#include "env-builder/install/installer.h"

/* Is the file that -r names a pyproject.toml, rather than a list that pip reads? */
bool pyproject_is(const char *file);

/* Asks the toolbox's interpreter, which has tomllib from 3.11 on and takes the reader of its pip before. Adds
 * a line for each requirement to out. Returns 0, or -1 and *ret_why: a sentence. Also refused: a project that
 * is not for this version of Python. Tells where it needs nothing, and names what is not asked for. */
int pyproject_read(const char *file, const struct installer *toolbox, struct text *out, char **ret_why);
