// SPDX-License-Identifier: MIT
// Replaces the path of a directory that was moved.
#include "env-builder/relocate/prefix.h"

#include <ctype.h>
#include <string.h>

#include "common/tool/cleanup.h"

static bool in_name(char c)
{
	return isalnum((unsigned char)c) || (c & 0x80) || (c && strchr("_.~+-", c));
}

static bool is_whole(const char *data, const char *at, const char *stop, const char *end)
{
	if (stop < end && in_name(*stop))
		return false;
	if (at == data || (!in_name(at[-1]) && at[-1] != '/'))
		return true;
	return at - data >= 3 && !memcmp(at - 3, "://", 3);
}

size_t prefix_replace(const char *data, size_t len, const char *from, const char *to, struct text *out)
{
	size_t n = strlen(from), count = 0;
	const char *end = data + len, *done = data;
	for (const char *at = data; (at = memmem(at, (size_t)(end - at), from, n));) {
		if (!is_whole(data, at, at + n, end)) {
			at++;
			continue;
		}
		text_add_n(out, done, (size_t)(at - done));
		text_add(out, to);
		at = done = at + n;
		count++;
	}
	if (count)
		text_add_n(out, done, (size_t)(end - done));
	return count;
}

char *prefix_spelled(const char *file, const char *path)
{
	const char *special = text_ends(file, ".py") ? "\\'\"" : text_ends(file, ".json") ? "\\\"" : "";
	struct text out = {0};
	for (; *path; path++) {
		if (strchr(special, *path))
			text_add(&out, "\\");
		text_add_n(&out, path, 1);
	}
	return text_take(&out);
}

char *prefix_url(const char *path)
{
	struct text out = {0};
	for (; *path; path++) {
		if (isalnum((unsigned char)*path) || strchr("/_.-~", *path))
			text_add_n(&out, path, 1);
		else
			text_add_format(&out, "%%%02X", (unsigned char)*path);
	}
	return text_take(&out);
}
