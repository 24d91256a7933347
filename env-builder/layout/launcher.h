// SPDX-License-Identifier: MIT
// Console scripts: what pip would write to bin for an entry point.
#pragma once

#include <stdbool.h>

#include "common/tool/text.h"

/* The script that calls MODULE:ATTR with the interpreter python, allocated: an absolute path, or the name of
 * the one beside the script, wherever that may be by then. Where the kernel could not read the path as a
 * shebang (a blank, a byte that is not plain, too long), sh starts it instead, with the path in single
 * quotes. */
char *launcher_text(const char *python, const char *module, const char *attr)
	__attribute__((returns_nonnull));

/* Adds its lines before the program: one, which the kernel reads, or several for sh; returns whether none of
 * them leaves the encoding to be named. flags stand behind the interpreter: "" or, for instance, " -E". */
bool launcher_add_head(struct text *out, const char *python, const char *flags, const char *program);

/* What starts a script: "#!PYTHON FLAGS", or the lines with which sh starts it, as distlib, pip, uv and
 * launcher_add_head write them. Strings are allocated; flags as launcher_add_head takes them; len bytes of
 * the file are replaced by what that adds. */
struct launcher_head {
	char *python, *flags;
	size_t len;
};

/* Reads it; data has a NUL at its end. False where it is no script, or sh finds the interpreter by itself. */
bool launcher_read_head(const char *data, struct launcher_head *ret);
void launcher_head_clear(struct launcher_head *head);

/* The word of a POSIX shell that stands at *p, which is moved behind it, unquoted, allocated; NULL where it
 * is not said what it is: there is an expansion in it, or its quotes have no end. */
char *launcher_word(const char **p);

/* Is it, as a name for a file in bin, that of an interpreter or an activate script? */
bool launcher_name_taken(const char *name);
/* Is it a name for a file in bin that is neither, and that no shell could misread? */
bool launcher_name_ok(const char *name);
/* Are they dotted Python identifiers, which can stand in a program as they are? */
bool launcher_target_ok(const char *module, const char *attr);
