// SPDX-License-Identifier: MIT
// The patterns of --keep and --keep-only, completed.
#include "runner/patterns.h"

#include <stdlib.h>
#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/die.h"
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

char **patterns_resolve(const char *const *patterns)
{
	size_t count = 0, used = 0;
	while (patterns[count])
		count++;
	char **ret = need(calloc(2 * count + 1, sizeof(*ret)));
	for (; *patterns; patterns++) {
		_cleanup_free_ char *real = resolve(*patterns);
		if (!real || **patterns == '/')
			ret[used++] = text_copy(*patterns);
		if (real && strcmp(real, *patterns) != 0)
			ret[used++] = take(&real);
	}
	return ret;
}

void patterns_clear(char **const *patterns)
{
	for (char **p = *patterns; p && *p; p++)
		free(*p);
	free(*patterns);
}
