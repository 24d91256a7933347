// SPDX-License-Identifier: MIT
// Writes JSON, for --json.
#pragma once

#include <stdbool.h>

#include "common/tool/text.h"

/* Adds s as a JSON string; NULL becomes null. Bytes that are not UTF-8 become lone surrogates, \udc80 to
 * \udcff, as in Python's "surrogateescape": os.fsencode(json.loads(text)) returns the bytes. */
void json_add_string(struct text *out, const char *s);

/* Adds a NULL-terminated array as a JSON array of strings; words may be NULL, which is an empty one. */
void json_add_strings(struct text *out, const char *const *words);

/* Adds "KEY": to an object that the caller opened with '{', with a comma in front unless it is the first.
 * The caller adds the value. */
void json_add_key(struct text *out, const char *key);
/* Adds "KEY": "VALUE" in the same way. */
void json_add_member(struct text *out, const char *key, const char *value);
void json_add_bool(struct text *out, const char *key, bool value);
