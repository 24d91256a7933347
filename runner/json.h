// SPDX-License-Identifier: MIT
// JSON, written.
#pragma once

#include "common/tool/text.h"

/* Adds s as a JSON string. Bytes that are not UTF-8 become lone surrogates, \udc80 to \udcff, as
 * Python's "surrogateescape" reads file names: os.fsencode(json.loads(text)) gives the bytes back.
 */
void json_add_string(struct text *out, const char *s);

/* Adds the words of a NULL-terminated array as a JSON array of strings. */
void json_add_strings(struct text *out, const char *const *words);
