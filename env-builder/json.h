// SPDX-License-Identifier: MIT
// JSON text, for --json.
#pragma once

#include "common/tool/text.h"

/* Adds s as a JSON string. A byte that is not part of UTF-8 becomes the lone surrogate U+DC80..U+DCFF, as Python's
 * surrogateescape has it, so that json.loads() and os.fsencode() give the very bytes back. NULL becomes null. */
void json_add_string(struct text *t, const char *s);
/* Adds "KEY": "VALUE", with a comma in front unless it is the first member of its object. */
void json_add_member(struct text *t, const char *key, const char *value);
