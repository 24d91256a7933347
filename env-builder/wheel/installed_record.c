// SPDX-License-Identifier: MIT
// RECORD of an installed distribution (PEP 376): which files it names, and its rows for files that were
// rewritten.
#include "env-builder/wheel/installed_record.h"

#include <stdlib.h>
#include <string.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "env-builder/system/sha256.h"
#include "env-builder/wheel/wheel_layout.h"

bool installed_record_read(const char *path, const char *text,
	const char *(*rest)(void *ctx, const char *file), void *ctx, struct text *out)
{
	size_t info = path_dir_len(path) - 1; /* SITE/NAME.dist-info/RECORD */
	_cleanup_free_ char *dir = text_copy_n(path, info), *site = text_copy_n(dir, path_dir_len(dir));
	bool differs = false;
	for (const char *line = text; *line;) {
		size_t n = strcspn(line, "\n"), whole = n + (line[n] == '\n');
		_cleanup_free_ char *copy = text_copy_n(line, n);
		const char *says = NULL;
		_cleanup_free_ char *row = wheel_csv_field(copy, &says);
		const char *now = NULL;
		if (row && *says == ',' && says[1] != ',') {
			_cleanup_free_ char *file = text_format("/%s/%s", site, row);
			path_clean(file, file);
			now = rest(ctx, file + 1);
		}
		if (now) {
			text_add_n(out, copy, (size_t)(says - copy));
			text_add(out, now);
			text_add(out, text_ends(copy, "\r") ? "\r\n" : "\n");
			differs = true;
		} else {
			text_add_n(out, line, whole);
		}
		line += whole;
	}
	return differs;
}

void installed_record_add(struct installed_record_changes *c, const char *path, const void *data, size_t len)
{
	char hash[SHA256_RECORD];
	sha256_record(data, len, hash);
	c->list = need(reallocarray(c->list, c->count + 1, sizeof(*c->list)));
	c->list[c->count++] = (struct installed_record_change){text_copy(path),
		text_format(",sha256=%s,%zu", hash, len)};
}

const char *installed_record_changed(void *changes, const char *file)
{
	const struct installed_record_changes *c = changes;
	for (size_t i = 0; i < c->count; i++)
		if (!strcmp(c->list[i].path, file))
			return c->list[i].rest;
	return NULL;
}

void installed_record_clear(struct installed_record_changes *c)
{
	for (size_t i = 0; i < c->count; i++) {
		free(c->list[i].path);
		free(c->list[i].rest);
	}
	free(c->list);
	*c = (struct installed_record_changes){0};
}
