// SPDX-License-Identifier: MIT
// The distributions that are installed in a site-packages directory.
#pragma once

#include <stddef.h>

struct distribution {
	char *name, *version;
};

struct distributions {
	struct distribution *list; /* by name, upper and lower case alike */
	size_t count;
};

/* Reads every *.dist-info of the directory site, NULL for none: name and version as its METADATA
 * has them, else as the directory's own name. What cannot be read is left out. To be given back
 * with distributions_clear(). */
struct distributions distributions_read(const char *site);
void distributions_clear(struct distributions *p);
