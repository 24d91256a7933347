// SPDX-License-Identifier: MIT
// A base interpreter of a test's own, whose site-packages may be written to.
#pragma once

#include <stdbool.h>

#include "tests/interpreters.h"

struct base {
	char *prefix;
	char *python; /* PREFIX/bin/python3.11 */
	char *site;   /* PREFIX/lib/python3.11/site-packages, with a module "only_base" in it */
};

/* Makes one in dir: a copy of the executable, and links to the standard library. False, said aloud with the
 * suite's name, for PyPy and for Debian's Python, which have their directories elsewhere. */
bool base_make(struct base *ret, const char *dir, const struct installed_python *from, const char *suite);

/* All that a tree is: names, kinds, modes, times, links and contents, as one string. */
char *base_sum(const char *tree);
