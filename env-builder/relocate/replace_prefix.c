// SPDX-License-Identifier: MIT
// Replaces the path of an environment in the bytes of a file.
#include "env-builder/relocate/replace_prefix.h"

#include <string.h>

#include "common/core/interp.h"
#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "env-builder/layout/launcher.h"

/* The next occurrence of one of the paths in data, or NULL; *ret_len is the length of the path. */
static const char *find(const struct replace_prefix *r, const char *data, size_t len, size_t *ret_len)
{
	const char *first = NULL;
	for (size_t i = 0; i < 2 && r->from[i]; i++) {
		size_t n = strlen(r->from[i]);
		const char *at = memmem(data, len, r->from[i], n);
		if (at && (!first || at < first)) {
			first = at;
			*ret_len = n;
		}
	}
	return first;
}

size_t replace_prefix_text(const struct replace_prefix *r, const char *data, size_t len, struct text *out)
{
	size_t count = 0, n = 0;
	const char *end = data + len, *at = find(r, data, len, &n);
	for (; at; at = find(r, data, (size_t)(end - data), &n)) {
		text_add_n(out, data, (size_t)(at - data));
		text_add(out, r->to);
		data = at + n;
		count++;
	}
	if (count)
		text_add_n(out, data, (size_t)(end - data));
	return count;
}

/* The interpreter that a script is to name instead of python, allocated; NULL where python is below neither
 * path, or is no interpreter. */
static char *replaced_interpreter(const struct replace_prefix *r, const char *python)
{
	struct interp name;
	for (size_t i = 0; i < 2 && r->from[i]; i++)
		if (path_under(python, r->from[i]) && interp_parse(path_base(python), &name))
			return text_format("%s%s", r->to, python + strlen(r->from[i]));
	return NULL;
}

size_t replace_prefix_script(const struct replace_prefix *r, const char *data, size_t len, struct text *out)
{
	_cleanup_(launcher_head_clear) struct launcher_head head = {0};
	_cleanup_free_ char *python = launcher_read_head(data, &head) ? replaced_interpreter(r, head.python)
								      : NULL;
	if (!python)
		return replace_prefix_text(r, data, len, out);
	const char *program = data + head.len;
	len -= head.len;
	launcher_add_head(out, r->relocatable ? path_base(python) : python, head.flags, program);
	size_t more = replace_prefix_text(r, program, len, out);
	if (!more)
		text_add_n(out, program, len);
	return more + 1;
}

/* marshal writes a string as one byte for its type, the length in 1 or 4 bytes, and the bytes. The type
 * may have FLAG_REF, the bit of an object that is referred to later (CPython, Python/marshal.c). */
#define FLAG_REF 0x80
#define SHORT_TYPES "zZ"    /* ASCII, interned or not */
#define LONG_TYPES "aAustS" /* ASCII; UTF-8; bytes. Python 2 has 's' and 't' for all */

static bool is_type(unsigned char type, const char *types)
{
	type &= ~FLAG_REF;
	return type && strchr(types, type);
}

/* The size of a string's type and length in front of at: 2 or 5, and *ret_len is the length; 0 where no
 * string begins at at, or it would be longer than the data. */
static size_t string_head(const char *data, const char *at, const char *end, size_t *ret_len)
{
	const unsigned char *p = (const unsigned char *)at;
	size_t room = (size_t)(end - at), before = (size_t)(at - data);
	if (before >= 2 && is_type(p[-2], SHORT_TYPES) && p[-1] <= room) {
		*ret_len = p[-1];
		return 2;
	}
	if (before < 5 || !is_type(p[-5], LONG_TYPES))
		return 0;
	size_t n = p[-4] | (size_t)p[-3] << 8 | (size_t)p[-2] << 16 | (size_t)p[-1] << 24;
	*ret_len = n;
	return n <= room ? 5 : 0;
}

/* Appends the string path + rest with its type and length. The type changes where the new path is not
 * ASCII, or the string too long for a length of one byte. */
static void add_string(struct text *out, unsigned char type, const char *path, const char *rest,
	size_t rest_len, bool ascii)
{
	unsigned char bit = type & FLAG_REF, kind = type & ~FLAG_REF;
	size_t n = strlen(path) + rest_len;
	bool is_short = strchr(SHORT_TYPES, kind) && ascii && n < 256;
	if (!ascii && strchr("zaZA", kind))
		kind = strchr("za", kind) ? 'u' : 't';
	else if (!is_short && strchr(SHORT_TYPES, kind))
		kind = kind == 'z' ? 'a' : 'A';
	const unsigned char head[] = {kind | bit, n & 0xff, n >> 8 & 0xff, n >> 16 & 0xff, n >> 24 & 0xff};
	text_add_n(out, head, is_short ? 2 : 5);
	text_add(out, path);
	text_add_n(out, rest, rest_len);
}

static bool is_ascii(const char *s)
{
	while (*s && !(*s & 0x80))
		s++;
	return !*s;
}

size_t replace_prefix_code(const struct replace_prefix *r, const char *data, size_t len, struct text *out)
{
	size_t count = 0, n = 0;
	const char *end = data + len, *done = data;
	if (!text_is_utf8(r->to, strlen(r->to)))
		return 0;
	bool ascii = is_ascii(r->to);
	for (const char *at = data; (at = find(r, at, (size_t)(end - at), &n));) {
		size_t string = 0, head = string_head(done, at, end, &string);
		if (!head || string < n) {
			at += n;
			continue;
		}
		text_add_n(out, done, (size_t)(at - head - done));
		add_string(out, (unsigned char)at[-(long)head], r->to, at + n, string - n, ascii);
		at = done = at + string;
		count++;
	}
	if (count)
		text_add_n(out, done, (size_t)(end - done));
	return count;
}
