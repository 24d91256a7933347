// SPDX-License-Identifier: MIT
// Writes JSON.
#include "common/tool/json.h"

#include "common/core/utf8.h"

void json_add_string(struct text *out, const char *s)
{
	if (!s) {
		text_add(out, "null");
		return;
	}
	text_add(out, "\"");
	while (*s) {
		unsigned char c = (unsigned char)*s;
		size_t n = utf8_length(s, 4); /* it stops at the NUL */
		if (!n)
			text_add_format(out, "\\udc%02x", c);
		else if (c == '"' || c == '\\')
			text_add_format(out, "\\%c", c);
		else if (c < ' ' || c == 0x7f)
			text_add_format(out, "\\u%04x", c);
		else if (c == 0xc2 && (unsigned char)s[1] < 0xa0) /* C1 control characters */
			text_add_format(out, "\\u%04x", (unsigned char)s[1]);
		else if (n == 3 && c == 0xe2 && ((unsigned char)s[1] | 1) == 0x81)
			/* U+2000 to U+207F: among them are controls of the direction of writing */
			text_add_format(out, "\\u%04x",
				0x2000 | ((unsigned char)s[1] & 0x3f) << 6 | ((unsigned char)s[2] & 0x3f));
		else
			text_add_n(out, s, n);
		s += n ? n : 1;
	}
	text_add(out, "\"");
}

void json_add_strings(struct text *out, const char *const *words)
{
	text_add(out, "[");
	for (size_t i = 0; words && words[i]; i++) {
		if (i)
			text_add(out, ", ");
		json_add_string(out, words[i]);
	}
	text_add(out, "]");
}

void json_add_key(struct text *out, const char *key)
{
	if (out->len && out->data[out->len - 1] != '{')
		text_add(out, ", ");
	json_add_string(out, key);
	text_add(out, ": ");
}

void json_add_member(struct text *out, const char *key, const char *value)
{
	json_add_key(out, key);
	json_add_string(out, value);
}

void json_add_bool(struct text *out, const char *key, bool value)
{
	json_add_key(out, key);
	text_add(out, value ? "true" : "false");
}
