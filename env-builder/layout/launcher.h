// SPDX-License-Identifier: MIT
// Launchers: the scripts in bin that start ENV's interpreter, as pip writes them for an entry point.
#pragma once

#include <stdbool.h>

#include "common/tool/text.h"

/* The script that calls MODULE:ATTR, allocated. python is the interpreter: an absolute path, or a name
 * without '/' for the one in the script's own directory. */
char *launcher_text(const char *python, const char *module, const char *attr)
	__attribute__((returns_nonnull));

/* Appends the lines that start the script: a shebang, or, where the kernel cannot read the path in one (a
 * blank, another special character, a line longer than 127 bytes), several lines for sh. flags follow the
 * interpreter: "" or, for instance, " -E". program is the text after these lines; it decides which form
 * Python reads correctly. Returns whether the encoding of the script is settled by them: with a plain
 * shebang it is not. */
bool launcher_add_head(struct text *out, const char *python, const char *flags, const char *program);

/* The lines that start a script. Strings are allocated. */
struct launcher_head {
	char *python; /* the interpreter */
	char *flags;  /* in the form of launcher_add_head() */
	size_t len;   /* the length of these lines in bytes */
};

/* Reads "#!PYTHON FLAGS" or the lines for sh that distlib, pip, uv and launcher_add_head() write. data has
 * a NUL at its end. Returns false, and *ret is not changed, where data is no script, or sh finds the
 * interpreter by a computation. */
bool launcher_read_head(const char *data, struct launcher_head *ret);
void launcher_head_clear(struct launcher_head *head);

/* The word of a POSIX shell at *p, unquoted and allocated; *p is moved to its end. NULL, and *p is not
 * changed, where the word has an expansion in it or its quotes are not closed. */
char *launcher_word(const char **p);

/* Is it the name of an interpreter or of an activation script in bin? */
bool launcher_name_taken(const char *name);
/* Can it be the name of a launcher? Not a name as above, nor one with a character that is special to a
 * shell. */
bool launcher_name_ok(const char *name);
/* Are both dotted Python identifiers? Only these are written into a program. */
bool launcher_target_ok(const char *module, const char *attr);
