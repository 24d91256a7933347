// SPDX-License-Identifier: MIT
// The names of Python interpreters.
#include "common/core/interp.h"

#include <stddef.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/str.h"

/* Moves *at past word, if that is there. */
static bool skip(const char **at, const char *word)
{
	if (!str_starts(*at, word))
		return false;
	*at += strlen(word);
	return true;
}

/* A number without leading zeros, of three digits at most; -1 if there is none. */
static int number(const char **at)
{
	const char *p = *at;
	int value = 0;

	while (*p >= '0' && *p <= '9' && p - *at < 4)
		value = value * 10 + (*p++ - '0');
	if (p == *at || p - *at > 3 || (**at == '0' && p - *at > 1))
		return -1;
	*at = p;
	return value;
}

bool interp_parse(const char *name, struct interp *ret)
{
	static const char suffixes[][3] = {"td", "t", "dm", "d", "mu", "m"};
	struct interp v = {.major = 0, .minor = -1};

	if (!skip(&name, "python") && !skip(&name, "pypy"))
		return false;
	if (*name >= '1' && *name <= '9') {
		v.major = number(&name);
		if (v.major < 0)
			return false;
		if (skip(&name, ".")) {
			v.minor = number(&name);
			if (v.minor < 0)
				return false;
			for (size_t i = 0; i < COUNT(suffixes); i++)
				if (skip(&name, suffixes[i]))
					break;
		}
	}
	skip(&name, "-dbg");
	if (*name)
		return false;
	*ret = v;
	return true;
}

bool interp_agrees(const struct interp *name, enum interp_match match, int major, int minor)
{
	bool major_same = name->major == major, minor_same = name->minor == minor;

	switch (match) {
	case MATCH_MAJOR:
		return !name->major || major_same;
	case MATCH_MINOR:
		return !name->major || (major_same && (name->minor < 0 || minor_same));
	case MATCH_EXACT:
		return major_same && minor_same;
	case MATCH_ANY:
		return true;
	}
	return false;
}
