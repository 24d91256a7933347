// SPDX-License-Identifier: MIT
// Allocated text.
#include "common/tool/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/utf8.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"

char *text_copy(const char *s)
{
	return need(strdup(s));
}

char *text_copy_n(const char *s, size_t n)
{
	char *copy = need(malloc(n + 1));
	memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

char *text_format(const char *format, ...)
{
	char *s = NULL;
	va_list args;
	va_start(args, format);
	int n = vasprintf(&s, format, args);
	va_end(args);
	return need(n < 0 ? NULL : s);
}

bool text_starts(const char *s, const char *prefix)
{
	return !strncmp(s, prefix, strlen(prefix));
}

bool text_ends(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);
	return n >= m && !memcmp(s + n - m, suffix, m);
}

bool text_is_utf8(const char *s, size_t n)
{
	for (size_t i = 0, step; i < n; i += step)
		if (!(step = utf8_length(s + i, n - i)))
			return false;
	return true;
}

static void reserve(struct text *t, size_t more)
{
	if (t->len + more < t->room)
		return;
	t->room = (t->len + more + 1) * 2;
	t->data = need(realloc(t->data, t->room));
}

void text_add_n(struct text *t, const void *bytes, size_t n)
{
	reserve(t, n);
	if (n)
		memcpy(t->data + t->len, bytes, n);
	t->len += n;
	t->data[t->len] = '\0';
}

void text_add(struct text *t, const char *s)
{
	text_add_n(t, s, strlen(s));
}

void text_add_format(struct text *t, const char *format, ...)
{
	char *s = NULL;
	va_list args;
	va_start(args, format);
	int n = vasprintf(&s, format, args);
	va_end(args);
	need(n < 0 ? NULL : s);
	text_add_n(t, s, (size_t)n);
	free(s);
}

/* The bytes of the character at s, of at most n, where a terminal shows it and does nothing else; 0: it is
 * one byte, or a character, that moves the cursor, changes colours or the order of what stands beside it, or
 * is no character. *ret_bytes is what to go on by. */
static size_t shown(const char *s, size_t n, size_t *ret_bytes)
{
	const unsigned char *c = (const unsigned char *)s;
	size_t k = utf8_length(s, n);
	*ret_bytes = k ? k : 1;
	bool c1 = k == 2 && c[0] == 0xc2 && c[1] < 0xa0;
	/* U+200E, U+200F, U+2028 to U+202E, U+2066 to U+2069; U+061C */
	bool order = (k == 3 && c[0] == 0xe2 &&
			     ((c[1] == 0x80 &&
				      (c[2] == 0x8e || c[2] == 0x8f || (c[2] >= 0xa8 && c[2] <= 0xae))) ||
				     (c[1] == 0x81 && c[2] >= 0xa6 && c[2] <= 0xa9))) ||
		(k == 2 && c[0] == 0xd8 && c[1] == 0x9c);
	return c[0] < ' ' || c[0] == 0x7f || c1 || order ? 0 : k;
}

size_t text_printable(char *out, const char *s, const char *keep)
{
	char *start = out;
	for (size_t n = strlen(s), step; n; s += step, n -= step) {
		bool plain = shown(s, n, &step) || (step == 1 && strchr(keep, *s));
		if (plain)
			memcpy(out, s, step);
		for (size_t i = 0; !plain && i < step; i++)
			sprintf(out + 4 * i, "\\x%02x", (unsigned char)s[i]);
		out += plain ? step : 4 * step;
	}
	*out = '\0';
	return (size_t)(out - start);
}

void text_add_printable(struct text *t, const char *s, const char *keep)
{
	_cleanup_free_ char *out = need(malloc(4 * strlen(s) + 1));
	text_add_n(t, out, text_printable(out, s, keep));
}

void text_add_quoted(struct text *t, const char *s)
{
	size_t n = strlen(s), step;
	for (size_t i = 0; i < n; i += step)
		if (!shown(s + i, n - i, &step)) {
			text_add(t, "$'");
			for (; n; s += step, n -= step) {
				bool plain = shown(s, n, &step);
				if (strchr("\\'", *s))
					text_add(t, "\\");
				for (size_t k = 0; !plain && k < step; k++)
					text_add_format(t,
						*s == '\n'           ? "\\n"
							: *s == '\t' ? "\\t"
								     : "\\x%02x",
						(unsigned char)s[k]);
				text_add_n(t, s, plain ? step : 0);
			}
			text_add(t, "'");
			return;
		}
	text_add_shell(t, s);
}

void text_add_shell(struct text *t, const char *s)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+@%=:,-";
	if (*s && !s[strspn(s, plain)]) {
		text_add(t, s);
		return;
	}
	text_add(t, "'");
	for (; *s; s++) {
		if (*s == '\'')
			text_add(t, "'\\''");
		else
			text_add_n(t, s, 1);
	}
	text_add(t, "'");
}

void text_add_up(struct text *t, const char *path)
{
	while ((path = strchr(path, '/')) && path++)
		text_add(t, "../");
}

char *text_take(struct text *t)
{
	char *data = t->data ? t->data : text_copy("");
	*t = (struct text){0};
	return data;
}

void text_clear(struct text *t)
{
	free(t->data);
	*t = (struct text){0};
}

char *text_quoted(const char *s)
{
	struct text t = {0};
	text_add_quoted(&t, s);
	return text_take(&t);
}
