// SPDX-License-Identifier: MIT
// The fields of VENVRUN_BEFORE.
#include "common/core/before.h"

#include "common/core/escape.h"

bool before_next(const char **at, struct before_change *ret)
{
	const char *p = *at;

	if (!p || !*p)
		return false;
	*ret = (struct before_change){.name = p};
	p = escape_end(p);
	if (p == *at)
		return false;
	if (*p == '=') {
		ret->set = p + 1;
		p = escape_end(ret->set);
	}
	if (*p == ':') {
		ret->was = p + 1;
		p = escape_end(ret->was);
	}
	if (*p && *p != ';')
		return false;
	*at = *p ? p + 1 : p;
	return true;
}

bool before_find(const char *before, const char *name, size_t n, struct before_change *ret)
{
	while (before_next(&before, ret))
		if (escape_equal(ret->name, name, n))
			return true;
	return false;
}
