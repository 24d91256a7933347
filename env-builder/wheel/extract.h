// SPDX-License-Identifier: MIT
// Extracts a wheel (PEP 427) and checks each file against the wheel's RECORD before it is written.
#pragma once

#include "env-builder/wheel/entry_points.h"
#include "env-builder/wheel/record.h"

/* What was extracted. */
struct wheel {
	char *info;           /* the name of its .dist-info directory: "pip-24.2.dist-info" */
	struct record record; /* sorted; paths as they were extracted; without RECORD itself */
	struct entry_points scripts;
};

/* Extracts the archive at path into the directory that is open as dir, which is empty. A file that belongs in
 * site-packages gets its path there; any other stays in NAME-VERSION.data (wheel_place()). Modes follow the
 * umask; the x bits of the archive are kept.
 *
 * Refused is an archive that could write outside dir or that hides something: absolute names, "..", links, a
 * name that occurs twice, names and files that are too long, a wrong size, files that RECORD does not list,
 * lists with another hash, or lists although they are missing, all that wheel_place() refuses, and two files
 * with the same destination.
 *
 * Returns 0 and *ret, to be freed with wheel_clear(), or -1 and *ret_why, allocated; dir may then hold some
 * files. */
int wheel_extract(const char *path, int dir, struct wheel *ret, char **ret_why);

void wheel_clear(struct wheel *wheel);
