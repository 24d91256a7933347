// SPDX-License-Identifier: MIT
// The commands that a wheel defines in entry_points.txt (the entry points specification of
// packaging.python.org).
#pragma once

#include <stddef.h>

/* The command name calls attr of module: "pip = pip._internal.cli.main:main". */
struct entry_point {
	char *name, *module, *attr;
};

/* Starts as {0}. */
struct entry_points {
	struct entry_point *list;
	size_t count;
};

/* Adds the entry points of [console_scripts] and [gui_scripts]; text is changed. A line is skipped if it is
 * not a valid entry point, or if launcher_name_ok() or launcher_target_ok() refuses it. */
void entry_points_parse(char *text, struct entry_points *points);

/* Adds an entry point; strings are copied. */
void entry_points_add(struct entry_points *points, const char *name, const char *module, const char *attr);

void entry_points_clear(struct entry_points *points);
