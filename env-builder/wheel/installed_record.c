// SPDX-License-Identifier: MIT
// RECORD of an installed distribution: its files, and new hashes for those that were rewritten.
#include "env-builder/wheel/installed_record.h"

#include <string.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"

bool installed_record_read(const char *path, const char *text,
	const char *(*fields)(void *ctx, const char *file), void *ctx, struct text *out)
{
	size_t info = path_dir_len(path) - 1; /* of SITE/NAME.dist-info */
	_cleanup_free_ char *dir = text_copy_n(path, info), *site = text_copy_n(dir, path_dir_len(dir));
	bool differs = false;
	for (const char *line = text; *line;) {
		size_t n = strcspn(line, "\n"), whole = n + (line[n] == '\n');
		_cleanup_free_ char *copy = text_copy_n(line, n);
		const char *old = NULL, *new = NULL;
		_cleanup_free_ char *name = record_csv_field(copy, &old);
		if (name && *old == ',' && old[1] != ',') {
			_cleanup_free_ char *file = text_format("/%s/%s", site, name);
			path_clean(file, file);
			new = fields(ctx, file + 1);
		}
		if (new) {
			text_add_n(out, copy, (size_t)(old - copy));
			text_add(out, new);
			text_add(out, text_ends(copy, "\r") ? "\r\n" : "\n");
			differs = true;
		} else {
			text_add_n(out, line, whole);
		}
		line += whole;
	}
	return differs;
}

const char *installed_record_changed(void *record, const char *file)
{
	const struct record *changes = record;
	for (size_t i = 0; i < changes->count; i++)
		if (!strcmp(changes->rows[i].path, file))
			return changes->rows[i].fields;
	return NULL;
}
