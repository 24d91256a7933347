// SPDX-License-Identifier: MIT
// A wheel (PEP 427): checked against its own RECORD, and unpacked.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/tool/text.h"

struct wheel_script {
	char *name, *module, *attr;
};

/* A line of RECORD (PEP 376): a path relative to the directory that the wheel is unpacked in, and what stands
 * behind it, from the comma on. */
struct wheel_row {
	char *path, *rest;
};

struct wheel {
	char *info;             /* "pip-24.2.dist-info" */
	struct wheel_row *rows; /* sorted by path; RECORD itself is not among them */
	size_t count, room;
	struct wheel_script *scripts; /* console and GUI entry points */
	size_t script_count;
	bool described; /* it has a WHEEL */
};

/* Unpacks the archive at path into the directory dir, which is empty. Refused is what could write elsewhere
 * or hide something: absolute names, "..", links, a name twice, names and files that are too long, a size
 * that is not the file's, a file that RECORD does not list, lists otherwise or lists in vain, what
 * wheel_place() refuses, and two files that belong in one place. What belongs in site-packages is unpacked as
 * it is to lie there, the rest in NAME-VERSION.data. Modes: as the umask says, x bits kept. Returns 0 and
 * *ret, or -1 and *ret_why; dir may then hold a part of it. */
int wheel_extract(const char *path, int dir, struct wheel *ret, char **ret_why);

/* Adds a row, unsorted; strings are copied. */
void wheel_add_row(struct wheel *wheel, const char *path, const char *rest);
void wheel_sort_rows(struct wheel *wheel);
/* Adds path, quoted if CSV asks for it. */
void wheel_add_csv(struct text *t, const char *path);

/* The first field of a line of CSV, its quotes taken off, allocated; *ret_rest is what follows, from the
 * comma on. NULL where it is malformed. */
char *wheel_csv_field(const char *line, const char **ret_rest);

/* Where a file belongs. The parts of NAME-VERSION.data called purelib and platlib belong in site-packages, as
 * all that lies in no .data directory: an environment has one, whatever Root-Is-Purelib says. */
enum wheel_scheme {
	WHEEL_SITE,
	WHEEL_SCRIPTS,
	WHEEL_HEADERS,
	WHEEL_DATA, /* at the top of the environment */
};

/* Reads a name for which wheel_path_ok() holds, in a wheel whose .dist-info directory is info. Returns NULL,
 * *ret, and as *ret_path what name is there, which is its end; or what is wrong: a .data directory of another
 * name, an unknown part of it, a script in a directory, the name of an interpreter, an activate script or
 * pyvenv.cfg. */
const char *wheel_place(const char *info, const char *name, enum wheel_scheme *ret, const char **ret_path);
/* Is name NAME-VERSION.data itself or in it? */
bool wheel_is_part(const char *info, const char *name);

/* Is it a name that stays below the directory it is unpacked in, in one spelling only? */
bool wheel_path_ok(const char *name);

/* Reads entry_points.txt; text is changed. Lines that are no valid entry point are passed over. */
void wheel_parse_scripts(char *text, struct wheel *wheel);
/* Reads RECORD into rows, sorted; text is changed. Returns false where it is malformed. */
bool wheel_parse_record(char *text, struct wheel *wheel);

void wheel_clear(struct wheel *wheel);
