// SPDX-License-Identifier: MIT
// Allocated text.
#include "common/tool/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/path.h"
#include "common/core/utf8.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/printable.h"

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

char *text_dir(const char *path)
{
	size_t n = path_dir_len(path);
	return text_copy_n(path, n > 1 ? n - 1 : n);
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

char *text_trim(char *s, const char *blanks)
{
	s += strspn(s, blanks);
	size_t n = strlen(s);
	while (n && strchr(blanks, s[n - 1]))
		n--;
	s[n] = '\0';
	return s;
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

void text_add_printable(struct text *t, const char *s, const char *keep)
{
	_cleanup_free_ char *out = need(malloc(4 * strlen(s) + 1));
	text_add_n(t, out, printable_copy(out, s, keep));
}

static bool is_printable(const char *s)
{
	for (size_t n = strlen(s), step; n; s += step, n -= step)
		if (!printable_length(s, n, &step))
			return false;
	return true;
}

void text_add_quoted(struct text *t, const char *s)
{
	if (is_printable(s)) {
		text_add_shell(t, s);
		return;
	}
	text_add(t, "$'");
	for (size_t n = strlen(s), step; n; s += step, n -= step) {
		size_t length = printable_length(s, n, &step);
		if (*s == '\n')
			text_add(t, "\\n");
		else if (*s == '\t')
			text_add(t, "\\t");
		else if (*s == '\\' || *s == '\'')
			text_add_format(t, "\\%c", *s);
		else if (length)
			text_add_n(t, s, length);
		else
			for (size_t i = 0; i < step; i++)
				text_add_format(t, "\\x%02x", (unsigned char)s[i]);
	}
	text_add(t, "'");
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
