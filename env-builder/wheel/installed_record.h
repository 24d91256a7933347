// SPDX-License-Identifier: MIT
// RECORD of an installed distribution (PEP 376): which files it names, and its rows for files that were
// rewritten.
#pragma once

#include <stdbool.h>

#include "common/tool/text.h"

/* Reads the text of the RECORD at path, which is relative to the environment: SITE/NAME.dist-info/RECORD.
 * rest is called for each file that a row names with a hash, by its path relative to the environment, and
 * returns what the row is to say from its first comma on, or NULL: what it says. Adds the text with those
 * rows changed to out. Returns whether it differs. */
bool installed_record_read(const char *path, const char *text,
	const char *(*rest)(void *ctx, const char *file), void *ctx, struct text *out);

/* The files that were rewritten. Starts as {0}. */
struct installed_record_changes {
	struct installed_record_change {
		char *path, *rest;
	} * list;
	size_t count;
};

/* The file at path, relative to the environment, is these bytes now. */
void installed_record_add(struct installed_record_changes *changes, const char *path, const void *data,
	size_t len);
/* For installed_record_read, with the changes as its ctx. */
const char *installed_record_changed(void *changes, const char *file);
void installed_record_clear(struct installed_record_changes *changes);
