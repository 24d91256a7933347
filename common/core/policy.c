// SPDX-License-Identifier: MIT
// Reads a policy from its text.
#include "common/core/policy.h"

#include <limits.h>
#include <stdint.h>
#include <string.h>

#include "common/core/escape.h"
#include "common/core/policy_fields.h"
#include "common/core/str.h"

/* Decodes the value of n bytes at text, in place. */
static void decode(char *text, size_t n)
{
	char *out = text, *p = text, *end = text + n;

	while (p < end) {
		bool escaped = *p == '%';
		*out++ = escaped ? (char)(16 * escape_digit(p[1]) + escape_digit(p[2])) : *p;
		p += escaped ? 3 : 1;
	}
}

/* "3.11" */
static bool parse_version(const char *text, int *ret_major, int *ret_minor)
{
	int part[2] = {0, 0};

	for (int i = 0; i < 2; i++) {
		const char *start = text;
		while (*text >= '0' && *text <= '9' && text - start < 3)
			part[i] = part[i] * 10 + (*text++ - '0');
		if (text == start || *text != (i ? '\0' : '.'))
			return false;
		text += !i;
	}
	*ret_major = part[0];
	*ret_minor = part[1];
	return part[0] > 0;
}

/* A process id. */
static bool parse_process(const char *text, int *ret)
{
	int id = 0;

	for (; *text >= '0' && *text <= '9' && id < INT_MAX / 10; text++)
		id = id * 10 + (*text - '0');
	*ret = id;
	return !*text && id;
}

/* Values are n bytes with a NUL after them, and have no other. */
static bool is_path(const char *value, size_t n)
{
	return value[0] == '/' && n > 1;
}

/* LD_PRELOAD cannot quote separators and variables. */
static bool is_preloadable(const char *value, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (value[i] == ' ' || value[i] == ':' || value[i] == '$')
			return false;
	return is_path(value, n);
}

/* A directory that pathmap.c can find. */
static bool is_packages(const char *value, size_t n)
{
	static const char end[] = "-packages";
	size_t tail = sizeof end - 1;
	return is_path(value, n) && n > tail && !memcmp(value + n - tail, end, tail);
}

/* Adds to a list that holds `most`. */
static bool append(const char **list, size_t *count, size_t most, const char *value)
{
	if (*count == most)
		return false;
	list[(*count)++] = value;
	return true;
}

/* Checks and stores the value of a field. */
static bool set_field(struct policy *policy, enum policy_field field, const char *value, size_t n)
{
	switch (field) {
	case FIELD_ENV:
		policy->env = value;
		return is_path(value, n);
	case FIELD_PYTHON:
		policy->python = value;
		return is_path(value, n);
	case FIELD_LIB:
		policy->lib = value;
		return is_preloadable(value, n);
	case FIELD_PY:
		return parse_version(value, &policy->major, &policy->minor);
	case FIELD_LIB32:
		policy->lib32 = value;
		return is_preloadable(value, n);
	case FIELD_STRICT:
		policy->strict = true;
		return str_equal(value, POLICY_STRICT);
	case FIELD_ONLY:
		/* The bit of the next pattern. If there is no room for that, append() fails. */
		policy->only |= policy->keeps < POLICY_KEEPS ? 1u << policy->keeps : 0;
		return append(policy->keep, &policy->keeps, POLICY_KEEPS, value);
	case FIELD_KEEP:
		return append(policy->keep, &policy->keeps, POLICY_KEEPS, value);
	case FIELD_SYSTEM:
		policy->system_follows = true;
		return str_equal(value, POLICY_SYSTEM);
	case FIELD_SITE:
		policy->site = value;
		return is_path(value, n);
	case FIELD_BASE:
		if (!is_packages(value, n) || !append(policy->base, &policy->bases, POLICY_BASES, value))
			return false;
		policy->base_size[policy->bases - 1] = (unsigned short)n;
		return true;
	case FIELD_HIDE:
		if (!is_packages(value, n) || !append(policy->hide, &policy->hides, POLICY_HIDES, value))
			return false;
		policy->hide_size[policy->hides - 1] = (unsigned short)n;
		return true;
	case FIELD_TRACE:
		policy->trace = value;
		return is_path(value, n) || str_equal(value, TRACE_STDERR);
	case FIELD_MARK:
		policy->mark = value;
		return n && value[0] != '/';
	case FIELD_ROOT:
		return parse_process(value, &policy->root);
	case FIELD_MATCH:
		policy->match = (enum interp_match)policy_find_match(value, n);
		return policy->match < POLICY_MATCHES;
	case FIELDS:
		break;
	}
	return false;
}

bool policy_check(const char *text)
{
	unsigned seen = 0;

	if (!policy_is_known(text))
		return false;
	for (text += sizeof POLICY_VERSION - 1; *text;) {
		struct policy_item item;
		if (!policy_next_item(text, &seen, &item) ||
			(item.field == FIELD_MATCH &&
				policy_find_match(text + item.value, item.n) == POLICY_MATCHES))
			return false;
		text += item.next;
	}
	return policy_is_complete(seen);
}

bool policy_parse(char *text, struct policy *ret)
{
	struct policy policy = {0};
	unsigned seen = 0;

	if (!policy_is_known(text))
		return false;
	for (text += sizeof POLICY_VERSION - 1; *text;) {
		struct policy_item item;
		if (!policy_next_item(text, &seen, &item))
			return false;
		char *value = text + item.value;
		if (item.decoded != item.n)
			decode(value, item.n);
		value[item.decoded] = '\0';
		if (!set_field(&policy, item.field, value, item.decoded))
			return false;
		text += item.next;
	}
	if (!policy_is_complete(seen))
		return false;
	*ret = policy;
	return true;
}

enum abi policy_abi(const struct policy *policy)
{
	/* The 32-bit library below a 64-bit runner is itself the policy's lib32. */
	return ABI_OURS == ABI_64 || policy->lib32 ? ABI_64 : ABI_32;
}

const char *policy_lib(const struct policy *policy, enum abi abi)
{
	if (abi == policy_abi(policy))
		return policy->lib;
	return abi == ABI_32 ? policy->lib32 : NULL;
}
