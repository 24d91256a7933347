// SPDX-License-Identifier: MIT
// Shell patterns.
#include "common/core/glob.h"

#include <stddef.h>

#include "common/core/path.h"

/* Matches one character with what stands at *pattern, other than '*', and moves *pattern past that. */
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
		/* A ']' in the first place is one of the set. */
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

bool glob_match(const char *pattern, const char *text)
{
	const char *star = NULL, *retry = NULL; /* behind the last '*', and the text it has not eaten yet */

	while (*text) {
		if (*pattern == '*') {
			star = ++pattern;
			retry = text;
			continue;
		}
		if (*pattern && match_one(&pattern, *text)) {
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

bool glob_match_path(const char *pattern, const char *path)
{
	return glob_match(pattern, path_dir_len(pattern) ? path : path_base(path));
}
