// SPDX-License-Identifier: MIT
// JSON text, for --json.
#include "env-builder/json.h"

#include <string.h>

void json_add_string(struct text *t, const char *s)
{
	if (!s) {
		text_add(t, "null");
		return;
	}
	text_add(t, "\"");
	for (size_t left = strlen(s); left;) {
		unsigned char c = (unsigned char)*s;
		size_t n = 1;
		if (c == '"' || c == '\\')
			text_add_format(t, "\\%c", c);
		else if (c < ' ')
			text_add_format(t, "\\u%04x", c);
		else if (c < 0x80)
			text_add_n(t, s, 1);
		else {
			for (n = 2; n <= 4 && n <= left && !text_is_utf8(s, n); n++)
				;
			if (n > 4 || n > left) {
				text_add_format(t, "\\udc%02x", c);
				n = 1;
			} else {
				text_add_n(t, s, n);
			}
		}
		s += n;
		left -= n;
	}
	text_add(t, "\"");
}

void json_add_member(struct text *t, const char *key, const char *value)
{
	if (t->len && t->data[t->len - 1] != '{')
		text_add(t, ", ");
	json_add_string(t, key);
	text_add(t, ": ");
	json_add_string(t, value);
}
