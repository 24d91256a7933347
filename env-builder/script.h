// SPDX-License-Identifier: MIT
// Console scripts: what pip would write to bin for an entry point.
#pragma once

#include <stdbool.h>

#include "common/tool/text.h"

/* The script that calls MODULE:ATTR with the interpreter python, allocated: an absolute path, or the name of the one
 * beside the script, wherever that may be by then. Where the kernel could not read the path as a shebang (a blank, a byte
 * that is not plain, too long), sh starts it instead, with the path in single quotes. */
char *script_text(const char *python, const char *module, const char *attr) __attribute__((returns_nonnull));

/* Adds its lines before the program: one, which the kernel reads, or several for sh; returns whether none of them leaves the
 * encoding to be named. flags stand behind the interpreter: "" or, for instance, " -E". */
bool script_add_head(struct text *out, const char *python, const char *flags, const char *program);

/* Is it a name for a file in bin that replaces no interpreter and no activate script? */
bool script_name_ok(const char *name);
/* Are they dotted Python identifiers, which can stand in a program as they are? */
bool script_target_ok(const char *module, const char *attr);
