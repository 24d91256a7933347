// SPDX-License-Identifier: MIT
// Replaces the path of an environment in the bytes of a file: a text, a script or compiled code.
//
// The paths to replace are temporary and unique, so every occurrence is one of ours. prefix.h is for paths
// that a user chose.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/tool/text.h"

struct replace_prefix {
	const char *from[2]; /* the paths to replace, absolute and clean; the second may be NULL */
	const char *to;      /* the new path */
	bool relocatable;    /* scripts shall find the interpreter in their own directory */
};

/* Each function appends data with the paths replaced to out, and returns the number of replacements. Where it
 * returns 0, it appends nothing. */

/* A plain text: every occurrence. */
size_t replace_prefix_text(const struct replace_prefix *r, const char *data, size_t len, struct text *out);

/* A script, with a NUL at data[len]. Where its first lines name an interpreter below one of the paths, they
 * are written anew (layout/launcher.h); the remaining text is replaced as above. */
size_t replace_prefix_script(const struct replace_prefix *r, const char *data, size_t len, struct text *out);

/* Compiled code (.pyc): the strings that begin with one of the paths, as the file name of a code object
 * does. Their length in front of them changes, too (CPython, Python/marshal.c). Where r->to is not UTF-8,
 * nothing is replaced; the interpreter corrects the file name when it imports the code. */
size_t replace_prefix_code(const struct replace_prefix *r, const char *data, size_t len, struct text *out);
