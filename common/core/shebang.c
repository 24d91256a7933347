// SPDX-License-Identifier: MIT
// The first line of a script, as fs/binfmt_script.c reads it.
#include "common/core/shebang.h"

#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

bool shebang_parse(char *head, size_t n, struct shebang *ret)
{
	if (n > SHEBANG_MAX)
		n = SHEBANG_MAX;
	if (n < 2 || head[0] != '#' || head[1] != '!')
		return false;
	/* The kernel reads into zeroed memory: a short file ends with NULs. */
	memset(head + n, 0, SHEBANG_MAX - n);

	char *last = head + SHEBANG_MAX - 1;
	char *end = memchr(head, '\n', SHEBANG_MAX);
	char *name = head + 2;
	if (!end) {
		/* The line is longer. Its argument may be cut, its interpreter may not: a blank or a NUL must
		 * end it. */
		while (name <= last && is_blank(*name))
			name++;
		char *p = name;
		while (p <= last && *p && !is_blank(*p))
			p++;
		if (p > last)
			return false;
		end = last;
	}
	while (is_blank(end[-1]))
		end--;
	name = head + 2;
	while (name < end && is_blank(*name))
		name++;
	if (name >= end || !*name)
		return false;

	char *arg = name;
	while (arg < end && *arg && !is_blank(*arg))
		arg++;
	bool more = arg < end && *arg;
	*arg = *end = '\0';
	if (more)
		while (++arg < end && is_blank(*arg))
			;
	ret->interp = name;
	ret->arg = more && arg < end ? arg : NULL;
	return true;
}

/* Has it no character that env -S interprets: quotes, escapes, variables, and perhaps '#' and '='? */
static bool is_plain(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < ' ' ? *s != '\t' : memchr("'\"\\$#=", *s, 6) != NULL)
			return false;
	return true;
}

size_t shebang_env(char *arg, const char **words, size_t max)
{
	size_t count = 0;

	if (!is_plain(arg))
		return 0;
	if (arg[0] != '-') {
		for (char *p = arg; *p; p++)
			if (is_blank(*p))
				return 0;
		words[0] = arg;
		return max && arg[0];
	}
	if (arg[1] != 'S')
		return 0;
	for (char *p = arg + 2; *p;) {
		if (is_blank(*p)) {
			p++;
			continue;
		}
		if (count == max || (!count && *p == '-'))
			return 0;
		words[count++] = p;
		while (*p && !is_blank(*p))
			p++;
		if (*p)
			*p++ = '\0';
	}
	return count;
}
