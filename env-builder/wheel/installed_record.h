// SPDX-License-Identifier: MIT
// RECORD of an installed distribution (PEP 376): its files, and new hashes for those that were rewritten.
#pragma once

#include <stdbool.h>

#include "common/tool/text.h"
#include "env-builder/wheel/record.h"

/* Reads the text of the RECORD at path, SITE/NAME.dist-info/RECORD, relative to the environment. For each row
 * that has a hash, fields is called with ctx and the path of the file relative to the environment. It returns
 * the new hash and size fields (",sha256=DIGEST,SIZE"), or NULL to keep the row. Adds the whole text with the
 * changed rows to out. Returns whether a row was changed. */
bool installed_record_read(const char *path, const char *text,
	const char *(*fields)(void *ctx, const char *file), void *ctx, struct text *out);

/* For the parameter fields, with a struct record of the rewritten files as ctx: the fields of file, or NULL.
 * The record need not be sorted; its paths are relative to the environment. */
const char *installed_record_changed(void *record, const char *file);
