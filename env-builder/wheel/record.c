// SPDX-License-Identifier: MIT
// RECORD, the list of a wheel's files with their hashes and sizes.
#include "env-builder/wheel/record.h"

#include <stdlib.h>
#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "env-builder/system/sha256.h"
#include "env-builder/wheel/wheel_layout.h"

void record_add(struct record *record, const char *path, const char *fields)
{
	if (record->count == record->room) {
		record->room = record->room * 2 + 64;
		record->rows = need(reallocarray(record->rows, record->room, sizeof(*record->rows)));
	}
	record->rows[record->count++] = (struct record_row){text_copy(path), text_copy(fields)};
}

void record_add_file(struct record *record, const char *path, const void *data, size_t len)
{
	char hash[SHA256_RECORD];
	sha256_record(data, len, hash);
	_cleanup_free_ char *fields = text_format(",sha256=%s,%zu", hash, len);
	record_add(record, path, fields);
}

static int by_path(const void *a, const void *b)
{
	const struct record_row *x = a, *y = b;
	int order = strcmp(x->path, y->path);
	return order ? order : strcmp(x->fields, y->fields);
}

void record_sort(struct record *record)
{
	if (record->count)
		qsort(record->rows, record->count, sizeof(*record->rows), by_path);
}

static int is_path(const void *path, const void *row)
{
	return strcmp(path, ((const struct record_row *)row)->path);
}

struct record_row *record_find(const struct record *record, const char *path)
{
	return record->count ? bsearch(path, record->rows, record->count, sizeof(*record->rows), is_path)
			     : NULL;
}

bool record_parse(char *text, struct record *record)
{
	char *save = NULL;
	for (char *line = strtok_r(text, "\r\n", &save); line; line = strtok_r(NULL, "\r\n", &save)) {
		const char *fields = NULL;
		_cleanup_free_ char *path = record_csv_field(line, &fields);
		if (!path || *fields != ',' || !wheel_path_ok(path))
			return false;
		record_add(record, path, fields);
	}
	record_sort(record);
	for (size_t i = 1; i < record->count; i++)
		if (!strcmp(record->rows[i - 1].path, record->rows[i].path))
			return false;
	return true;
}

void record_add_line(const struct record_row *row, struct text *out)
{
	if (strpbrk(row->path, ",\"")) {
		text_add(out, "\"");
		for (const char *c = row->path; *c; c++)
			text_add_n(out, *c == '"' ? "\"\"" : c, *c == '"' ? 2 : 1);
		text_add(out, "\"");
	} else {
		text_add(out, row->path);
	}
	text_add(out, row->fields);
	text_add(out, "\n");
}

char *record_csv_field(const char *line, const char **ret_fields)
{
	struct text field = {0};
	if (*line != '"') {
		size_t n = strcspn(line, ",");
		*ret_fields = line + n;
		return text_copy_n(line, n);
	}
	for (line++; *line; line++) {
		if (*line == '"' && *++line != '"') {
			*ret_fields = line;
			return text_take(&field);
		}
		text_add_n(&field, line, 1);
	}
	text_clear(&field);
	return NULL;
}

void record_clear(struct record *record)
{
	for (size_t i = 0; i < record->count; i++) {
		free(record->rows[i].path);
		free(record->rows[i].fields);
	}
	free(record->rows);
	*record = (struct record){0};
}
