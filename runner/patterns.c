// SPDX-License-Identifier: MIT
// The patterns of --keep and --keep-only, completed.
#include "runner/patterns.h"

#include <stdlib.h>
#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/text.h"

#define SPECIAL "*?[\\"

/* The pattern with its directory resolved, allocated; NULL where it is not to be changed. */
static char *resolve(const char *pattern)
{
	size_t literal = strcspn(pattern, SPECIAL), n = literal;
	while (n && pattern[n - 1] != '/')
		n--;
	/* A '*' at the start matches any directory, as it matches slashes. */
	if (!n && (*pattern == '*' || !strchr(pattern, '/')))
		return NULL;
	_cleanup_free_ char *dir = n ? text_copy_n(pattern, n) : text_copy("."), *real = realpath(dir, NULL);
	if (!real)
		return NULL;
	struct text out = {0};
	for (const char *c = real; *c; c++)
		text_add_format(&out, strchr(SPECIAL, *c) ? "\\%c" : "%c", *c);
	if (!text_ends(real, "/"))
		text_add(&out, "/");
	text_add(&out, pattern + n);
	return text_take(&out);
}

struct strings patterns_resolve(const char *const *patterns)
{
	struct strings ret = {0};
	for (; *patterns; patterns++) {
		_cleanup_free_ char *real = resolve(*patterns);
		if (!real || **patterns == '/')
			strings_add(&ret, *patterns);
		if (real && strcmp(real, *patterns) != 0)
			strings_add_take(&ret, take(&real));
	}
	return ret;
}
