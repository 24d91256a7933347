// SPDX-License-Identifier: MIT
// The distributions that are installed in a site-packages directory.
#pragma once

#include <stddef.h>

struct package {
	char *name, *version;
};

struct packages {
	struct package *list; /* by name, upper and lower case alike */
	size_t count;
};

/* Reads every *.dist-info of the directory site, NULL for none: name and version as its METADATA
 * has them, else as the directory's own name. What cannot be read is left out. To be given back
 * with packages_clear(). */
struct packages packages_read(const char *site);
void packages_clear(struct packages *p);
