// SPDX-License-Identifier: MIT
// Copies the files of a base interpreter: its program, libraries, standard library and headers.
#pragma once

#include <stdbool.h>

#include "env-builder/discovery/interpreter.h"

struct bundle {
	const struct interpreter *python;
	const char *prefix; /* of the interpreter; its standard library is below it */
	int tree;           /* the directory that becomes the new prefix, open */
	/* the prefix is /usr or /usr/local: it has files of other programs, too, and of its libraries only
	 * libpython is copied */
	bool shared;
	char *path; /* what could not be copied, allocated; else NULL */
};

/* Where the standard library is, relative to the prefix: "lib/python3.11". */
const char *bundle_stdlib(const struct bundle *bundle);

/* Copies them to the same paths below the new prefix. Each library that is looked for below the old prefix is
 * then looked for below the new one (runpath_localize()). Returns 0, or a negative errno and bundle->path:
 * -EINTR at a signal, otherwise as runpath_localize(). */
int bundle_copy(struct bundle *bundle);
