// SPDX-License-Identifier: MIT
// RECORD, the list of a wheel's files with their hashes and sizes (PEP 376, PEP 427): CSV with three fields
// in a row, "PATH,sha256=DIGEST,SIZE". The digest is base64 with '-' and '_', without '='; hash and size may
// be empty.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/tool/text.h"

struct record_row {
	char *path;   /* relative to the directory that has the .dist-info directory */
	char *fields; /* the remaining fields with their commas: ",sha256=DIGEST,SIZE" or ",," */
};

/* Starts as {0}. */
struct record {
	struct record_row *rows;
	size_t count, room;
};

/* Adds a row at the end; strings are copied. */
void record_add(struct record *record, const char *path, const char *fields);
/* The same for a file with these contents. */
void record_add_file(struct record *record, const char *path, const void *data, size_t len);

/* Sorts the rows by path, and by their remaining fields where a path occurs twice. */
void record_sort(struct record *record);
/* The row of path, or NULL. The rows are sorted. */
struct record_row *record_find(const struct record *record, const char *path);

/* Reads RECORD into an empty record; the result is sorted, and text is changed. Returns false if a row is
 * malformed, a path occurs twice, or wheel_path_ok() refuses it. */
bool record_parse(char *text, struct record *record);
/* Adds the row as a line; the path is quoted if CSV requires it. */
void record_add_line(const struct record_row *row, struct text *out);

/* The first field of a line of CSV without its quotes, allocated; *ret_fields points to the comma after it.
 * NULL if the line is malformed. */
char *record_csv_field(const char *line, const char **ret_fields);

void record_clear(struct record *record);
