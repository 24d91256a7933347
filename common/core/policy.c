// SPDX-License-Identifier: MIT
// The policy's text form.
#include "common/core/policy.h"

#include <limits.h>
#include <stdint.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/names.h"
#include "common/core/escape.h"
#include "common/core/str.h"
#include "common/core/writer.h"

#define VERSION "1;"
#define STRICT_VALUE "yes"
#define SYSTEM_VALUE "env"

static const char match_names[][6] = {
	[MATCH_MAJOR] = "major",
	[MATCH_MINOR] = "minor",
	[MATCH_EXACT] = "exact",
	[MATCH_ANY] = "any",
};
#define MATCHES COUNT(match_names)

/* The length of the value at text, up to ';' or the end, and of what it stands for; 0 if it is malformed or
 * empty. */
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

/* The match rule whose name has n bytes and stands at value; MATCHES if it is none. */
static unsigned find_match(const char *value, size_t n)
{
	unsigned i = 0;

	while (i < MATCHES && (strlen(match_names[i]) != n || memcmp(value, match_names[i], n) != 0))
		i++;
	return i;
}

/* The values below are n bytes, without a ';', '=' or NUL but the one that ends them. */
static bool is_path(const char *value, size_t n)
{
	return value[0] == '/' && n > 1;
}

/* LD_PRELOAD has no way to quote what the loader takes for a separator or a variable. */
static bool is_preloadable(const char *value, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (value[i] == ' ' || value[i] == ':' || value[i] == '$')
			return false;
	return is_path(value, n);
}

enum field {
	FIELD_ENV,
	FIELD_PYTHON,
	FIELD_LIB,
	FIELD_PY,
	FIELD_MATCH,
	FIELD_LIB32,
	FIELD_STRICT,
	FIELD_KEEP,
	FIELD_ONLY,
	FIELD_SYSTEM,
	FIELD_SITE,
	FIELD_BASE,
	FIELD_HIDE,
	FIELD_TRACE,
	FIELD_ROOT,
	FIELD_MARK,
	FIELDS
};
static const char field_names[FIELDS][8] = {
	[FIELD_ENV] = "env=",
	[FIELD_PYTHON] = "python=",
	[FIELD_LIB] = "lib=",
	[FIELD_PY] = "py=",
	[FIELD_MATCH] = "match=",
	[FIELD_LIB32] = "lib32=",
	[FIELD_STRICT] = "strict=",
	[FIELD_KEEP] = "keep=",
	[FIELD_SITE] = "site=",
	[FIELD_BASE] = "base=",
	[FIELD_HIDE] = "hide=",
	[FIELD_TRACE] = "trace=",
	[FIELD_ROOT] = "root=",
	[FIELD_ONLY] = "only=",
	[FIELD_SYSTEM] = "system=",
	[FIELD_MARK] = "mark=",
};
#define REQUIRED (1u << FIELD_ENV | 1u << FIELD_PYTHON | 1u << FIELD_LIB | 1u << FIELD_PY | 1u << FIELD_MATCH)
#define REPEATED (1u << FIELD_KEEP | 1u << FIELD_ONLY | 1u << FIELD_BASE | 1u << FIELD_HIDE)

/* A site directory, as pathmap.c looks for it. */
static bool is_packages(const char *value, size_t n)
{
	static const char end[] = "-packages";
	size_t tail = sizeof end - 1;
	return is_path(value, n) && n > tail && !memcmp(value + n - tail, end, tail);
}

/* One more of a list that holds so many. */
static bool append(const char **list, size_t *count, size_t most, const char *value)
{
	if (*count == most)
		return false;
	list[(*count)++] = value;
	return true;
}

/* A field's value, checked and put where it belongs. */
static bool set_field(struct policy *policy, enum field field, const char *value, size_t n)
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
		return str_equal(value, STRICT_VALUE);
	case FIELD_ONLY:
		/* The next one: where there is no room for it, there is no policy. */
		policy->only |= policy->keeps < POLICY_KEEPS ? 1u << policy->keeps : 0;
		return append(policy->keep, &policy->keeps, POLICY_KEEPS, value);
	case FIELD_KEEP:
		return append(policy->keep, &policy->keeps, POLICY_KEEPS, value);
	case FIELD_SYSTEM:
		policy->system_follows = true;
		return str_equal(value, SYSTEM_VALUE);
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
		policy->match = (enum interp_match)find_match(value, n);
		return policy->match < MATCHES;
	case FIELDS:
		break;
	}
	return false;
}

/* The field whose name stands at text, and where its value does; FIELDS if it is none. */
static enum field find_field(const char *text, size_t *ret_value)
{
	unsigned field = 0;

	for (; field < FIELDS; field++) {
		size_t n = 0;
		while (field_names[field][n] && text[n] == field_names[field][n])
			n++;
		*ret_value = n;
		if (!field_names[field][n])
			break;
	}
	return (enum field)field;
}

struct item {
	enum field field;
	size_t value, n; /* where its value begins, and its length in the text */
	size_t decoded;  /* the length of what it stands for */
	size_t next;     /* where the next field begins, or the text ends */
};

/* Reads the field at text. *seen has a bit for each that there was before. */
static bool next_item(const char *text, unsigned *seen, struct item *ret)
{
	ret->field = find_field(text, &ret->value);
	if (ret->field == FIELDS || (*seen & ~REPEATED & 1u << ret->field))
		return false;
	*seen |= 1u << ret->field;
	ret->n = value_length(text + ret->value, &ret->decoded);
	ret->next = ret->value + ret->n;
	/* Something follows a ';'. */
	return ret->n && (!text[ret->next] || text[++ret->next]);
}

static bool is_known(const char *text)
{
	return text[0] == VERSION[0] && text[1] == VERSION[1];
}

bool policy_check(const char *text)
{
	unsigned seen = 0;

	if (!is_known(text))
		return false;
	for (text += sizeof VERSION - 1; *text;) {
		struct item item;
		if (!next_item(text, &seen, &item) ||
			(item.field == FIELD_MATCH && find_match(text + item.value, item.n) == MATCHES))
			return false;
		text += item.next;
	}
	return (seen & REQUIRED) == REQUIRED;
}

bool policy_parse(char *text, struct policy *ret)
{
	struct policy policy = {0};
	unsigned seen = 0;

	if (!is_known(text))
		return false;
	for (text += sizeof VERSION - 1; *text;) {
		struct item item;
		if (!next_item(text, &seen, &item))
			return false;
		char *value = text + item.value;
		if (item.decoded != item.n)
			decode(value, item.n);
		value[item.decoded] = '\0';
		if (!set_field(&policy, item.field, value, item.decoded))
			return false;
		text += item.next;
	}
	if ((seen & REQUIRED) != REQUIRED)
		return false;
	*ret = policy;
	return true;
}

static void put_name(struct writer *w, enum field field)
{
	/* VERSION ends in the ';' of the first. */
	if (field != FIELD_ENV)
		writer_put(w, ';');
	writer_text(w, field_names[field]);
}

static void put_field(struct writer *w, enum field field, const char *value)
{
	put_name(w, field);
	writer_escaped(w, value, strlen(value));
}

size_t policy_format(char *out, size_t size, const struct policy *policy)
{
	struct writer w = {.out = out, .size = size};

	writer_text(&w, VERSION);
	put_field(&w, FIELD_ENV, policy->env);
	put_field(&w, FIELD_PYTHON, policy->python);
	put_field(&w, FIELD_LIB, policy->lib);
	put_name(&w, FIELD_PY);
	writer_number(&w, policy->major);
	writer_put(&w, '.');
	writer_number(&w, policy->minor);
	if (policy->lib32)
		put_field(&w, FIELD_LIB32, policy->lib32);
	if (policy->mark)
		put_field(&w, FIELD_MARK, policy->mark);
	if (policy->strict)
		put_field(&w, FIELD_STRICT, STRICT_VALUE);
	if (policy->system_follows)
		put_field(&w, FIELD_SYSTEM, SYSTEM_VALUE);
	for (size_t i = 0; i < policy->keeps; i++)
		put_field(&w, policy_keeps_only(policy, i) ? FIELD_ONLY : FIELD_KEEP, policy->keep[i]);
	if (policy->site)
		put_field(&w, FIELD_SITE, policy->site);
	for (size_t i = 0; i < policy->bases; i++)
		put_field(&w, FIELD_BASE, policy->base[i]);
	for (size_t i = 0; i < policy->hides; i++)
		put_field(&w, FIELD_HIDE, policy->hide[i]);
	if (policy->trace)
		put_field(&w, FIELD_TRACE, policy->trace);
	if (policy->root) {
		put_name(&w, FIELD_ROOT);
		writer_number(&w, policy->root);
	}
	/* Required, and none of its values begins another: a text that was cut short anywhere is no
	 * policy. */
	put_field(&w, FIELD_MATCH, match_names[policy->match]);
	writer_put(&w, '\0');
	return w.used;
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
