// SPDX-License-Identifier: MIT
// The syntax of a policy's text.
#include "common/core/policy_fields.h"

#include <string.h>

#include "common/core/escape.h"

const char policy_match_names[POLICY_MATCHES][6] = {
	[MATCH_MAJOR] = "major",
	[MATCH_MINOR] = "minor",
	[MATCH_EXACT] = "exact",
	[MATCH_ANY] = "any",
};

const char policy_field_names[FIELDS][8] = {
	[FIELD_ENV] = "env=",
	[FIELD_PYTHON] = "python=",
	[FIELD_LIB] = "lib=",
	[FIELD_PY] = "py=",
	[FIELD_MATCH] = "match=",
	[FIELD_LIB32] = "lib32=",
	[FIELD_STRICT] = "strict=",
	[FIELD_KEEP] = "keep=",
	[FIELD_ONLY] = "only=",
	[FIELD_SYSTEM] = "system=",
	[FIELD_SITE] = "site=",
	[FIELD_BASE] = "base=",
	[FIELD_HIDE] = "hide=",
	[FIELD_TRACE] = "trace=",
	[FIELD_ROOT] = "root=",
	[FIELD_MARK] = "mark=",
};
#define REQUIRED (1u << FIELD_ENV | 1u << FIELD_PYTHON | 1u << FIELD_LIB | 1u << FIELD_PY | 1u << FIELD_MATCH)
#define REPEATED (1u << FIELD_KEEP | 1u << FIELD_ONLY | 1u << FIELD_BASE | 1u << FIELD_HIDE)

unsigned policy_find_match(const char *value, size_t n)
{
	unsigned i = 0;

	while (i < POLICY_MATCHES &&
		(strlen(policy_match_names[i]) != n || memcmp(value, policy_match_names[i], n) != 0))
		i++;
	return i;
}

/* The length of the value at text, up to ';' or the NUL, and in *ret_decoded that of the decoded value. 0 if
 * it is malformed or empty. */
static size_t value_length(const char *text, size_t *ret_decoded)
{
	const char *p = text;
	size_t escapes = 0;

	for (;;) {
		while (escape_is_plain(*p))
			p++;
		if (*p != '%')
			break;
		int high = escape_digit(p[1]), low = high < 0 ? -1 : escape_digit(p[2]);
		if (low < 0 || !(high | low))
			return 0;
		p += 3;
		escapes++;
	}
	size_t n = (size_t)(p - text);
	*ret_decoded = n - 2 * escapes;
	return *p && *p != ';' ? 0 : n;
}

/* The field whose name is at text, and the offset of its value; FIELDS if there is none. */
static enum policy_field find_field(const char *text, size_t *ret_value)
{
	unsigned field = 0;

	for (; field < FIELDS; field++) {
		const char *name = policy_field_names[field];
		size_t n = 0;
		while (name[n] && text[n] == name[n])
			n++;
		*ret_value = n;
		if (!name[n])
			break;
	}
	return (enum policy_field)field;
}

bool policy_is_known(const char *text)
{
	return text[0] == POLICY_VERSION[0] && text[1] == POLICY_VERSION[1];
}

bool policy_next_item(const char *text, unsigned *seen, struct policy_item *ret)
{
	ret->field = find_field(text, &ret->value);
	if (ret->field == FIELDS || (*seen & ~REPEATED & 1u << ret->field))
		return false;
	*seen |= 1u << ret->field;
	ret->n = value_length(text + ret->value, &ret->decoded);
	ret->next = ret->value + ret->n;
	/* A ';' needs a field after it. */
	return ret->n && (!text[ret->next] || text[++ret->next]);
}

bool policy_is_complete(unsigned seen)
{
	return (seen & REQUIRED) == REQUIRED;
}
