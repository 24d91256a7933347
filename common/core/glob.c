// SPDX-License-Identifier: MIT
// Shell patterns.
#include "common/core/glob.h"

#include <stddef.h>

#include "common/core/path.h"

/* Matches a character with the first item of *pattern, which is not '*', and moves *pattern past that
 * item. */
static bool match_one(const char **pattern, char c)
{
	const char *p = *pattern;
	bool negated, matches = false;

	if (*p == '?') {
		*pattern = p + 1;
		return true;
	}
	if (*p == '[') {
		const char *q = p + 1;
		negated = *q == '!';
		q += negated;
		/* A ']' right after the '[' is part of the set. */
		for (bool first = true; *q && (first || *q != ']'); first = false) {
			if (q[1] == '-' && q[2] && q[2] != ']') {
				matches |= (unsigned char)*q <= (unsigned char)c &&
					(unsigned char)c <= (unsigned char)q[2];
				q += 3;
			} else {
				matches |= *q++ == c;
			}
		}
		if (*q) {
			*pattern = q + 1;
			return matches != negated;
		}
	}
	if (*p == '\\' && p[1])
		p++;
	*pattern = p + 1;
	return *p == c;
}

/* The same where only '*' is special. */
static bool match_same(const char **pattern, char c)
{
	return *(*pattern)++ == c;
}

static bool match(const char *pattern, const char *text, bool (*one)(const char **pattern, char c))
{
	const char *star = NULL, *retry = NULL; /* after the last '*', and the text that it has not matched */

	while (*text) {
		if (*pattern == '*') {
			star = ++pattern;
			retry = text;
			continue;
		}
		if (*pattern && one(&pattern, *text)) {
			text++;
			continue;
		}
		if (!star)
			return false;
		pattern = star;
		text = ++retry;
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

bool glob_match(const char *pattern, const char *text)
{
	return match(pattern, text, match_one);
}

bool glob_match_stars(const char *pattern, const char *text)
{
	return match(pattern, text, match_same);
}

bool glob_match_path(const char *pattern, const char *path)
{
	return glob_match(pattern, path_dir_len(pattern) ? path : path_base(path));
}
