// SPDX-License-Identifier: MIT
// Another path for an environment, in the bytes of a file that names it.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/tool/text.h"

struct replace_prefix {
	const char *from[2]; /* the paths that the file may name; the second may be NULL */
	const char *to;      /* what it is to name */
	bool relocatable;    /* scripts are to find the interpreter beside themselves */
};

/* Each adds data with the paths replaced to out, and returns how many there were; where it is 0, nothing is
 * added. */

/* Plain text: every occurrence. */
size_t replace_prefix_text(const struct replace_prefix *r, const char *data, size_t len, struct text *out);
/* A script in bin: its first lines are made anew (launcher.h) where they name an interpreter, the rest is
 * text. */
size_t replace_prefix_script(const struct replace_prefix *r, const char *data, size_t len, struct text *out);
/* Compiled code: strings that begin with a path and have their length in front of them (Python/marshal.c), as
 * the name of the source has. Where to is not UTF-8, none is replaced: an interpreter that imports the code
 * corrects the name. */
size_t replace_prefix_code(const struct replace_prefix *r, const char *data, size_t len, struct text *out);
