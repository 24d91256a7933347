// SPDX-License-Identifier: MIT
// JSON, written: what --json prints.
#pragma once

#include <stdbool.h>

#include "common/tool/text.h"

/* Adds s as a JSON string; NULL becomes null. Bytes that are not UTF-8 become lone surrogates, \udc80 to
 * \udcff, as Python's "surrogateescape" reads file names: os.fsencode(json.loads(text)) gives the bytes
 * back. */
void json_add_string(struct text *out, const char *s);

/* Adds the words of a NULL-terminated array, or of NULL, as a JSON array of strings. */
void json_add_strings(struct text *out, const char *const *words);

/* Adds "KEY": to an object that was opened with '{', and a comma in front unless it is the first. The value
 * follows. */
void json_add_key(struct text *out, const char *key);
/* Adds "KEY": "VALUE" in the same way. */
void json_add_member(struct text *out, const char *key, const char *value);
void json_add_bool(struct text *out, const char *key, bool value);
