// SPDX-License-Identifier: MIT
// The policy's text form.
#include "common/core/policy.h"

#include <stdint.h>
#include <string.h>

#include "common/core/contract.h"

#define VERSION "1;"

static const char match_names[][6] = {
	[MATCH_MAJOR] = "major",
	[MATCH_MINOR] = "minor",
	[MATCH_EXACT] = "exact",
	[MATCH_ANY] = "any",
};
#define MATCHES (sizeof match_names / sizeof *match_names)

static bool equal(const char *a, const char *b)
{
	size_t n = strlen(a);
	return strlen(b) == n && !memcmp(a, b, n);
}

static bool is_plain(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		(c && memchr("/._,+@-", c, 7));
}

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Decodes the value at text up to ';' or the end, in place. Returns what follows the ';', or points to the NUL at the
 * end; NULL if it is malformed or empty, or if nothing follows the ';'. */
static char *decode(char *text)
{
	char *out = text, *p = text;

	while (*p && *p != ';') {
		if (*p == '%') {
			int high = hex(p[1]), low = high < 0 ? -1 : hex(p[2]);
			if (low < 0 || !(high | low))
				return NULL;
			*out++ = (char)(high << 4 | low);
			p += 3;
		} else if (is_plain(*p)) {
			*out++ = *p++;
		} else {
			return NULL;
		}
	}
	char *next = *p ? p + 1 : p;
	if (out == text || (*p && !*next))
		return NULL;
	*out = '\0';
	return next;
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

static bool is_path(const char *value)
{
	return value[0] == '/' && value[1];
}

/* LD_PRELOAD has no way to quote what the loader takes for a separator or a variable. */
static bool is_preloadable(const char *value)
{
	for (; *value; value++)
		if (*value == ' ' || *value == ':' || *value == '$')
			return false;
	return true;
}

enum { FIELD_ENV, FIELD_PYTHON, FIELD_LIB, FIELD_PY, FIELD_MATCH, FIELDS };
static const char field_names[FIELDS][8] = {
	[FIELD_ENV] = "env=", [FIELD_PYTHON] = "python=", [FIELD_LIB] = "lib=", [FIELD_PY] = "py=",
	[FIELD_MATCH] = "match=",
};

/* A field's value, checked and put where it belongs. */
static bool set_field(struct policy *policy, int field, const char *value)
{
	switch (field) {
	case FIELD_ENV:
		policy->env = value;
		return is_path(value);
	case FIELD_PYTHON:
		policy->python = value;
		return is_path(value);
	case FIELD_LIB:
		policy->lib = value;
		return is_path(value) && is_preloadable(value);
	case FIELD_PY:
		return parse_version(value, &policy->major, &policy->minor);
	default:
		for (unsigned i = 0; i < MATCHES; i++) {
			if (!equal(value, match_names[i]))
				continue;
			policy->match = (enum interp_match)i;
			return true;
		}
		return false;
	}
}

bool policy_parse(char *text, struct policy *ret)
{
	struct policy policy = {0};
	unsigned seen = 0;

	if (strlen(text) < sizeof VERSION || memcmp(text, VERSION, sizeof VERSION - 1) != 0)
		return false;
	for (text += sizeof VERSION - 1; *text;) {
		int field = 0;
		size_t n = 0;
		for (; field < FIELDS; field++) {
			n = strlen(field_names[field]);
			if (strlen(text) > n && !memcmp(text, field_names[field], n))
				break;
		}
		if (field == FIELDS || (seen & 1u << field))
			return false;
		seen |= 1u << field;
		char *value = text + n;
		text = decode(value);
		if (!text || !set_field(&policy, field, value))
			return false;
	}
	if (seen != (1u << FIELDS) - 1)
		return false;
	*ret = policy;
	return true;
}

struct writer {
	char *out;
	size_t size, used;
};

static void put(struct writer *w, char c)
{
	if (w->used < w->size)
		w->out[w->used] = c;
	w->used++;
}

static void put_text(struct writer *w, const char *text)
{
	for (; *text; text++)
		put(w, *text);
}

static void put_escaped(struct writer *w, const char *text)
{
	static const char digits[] = "0123456789ABCDEF";

	for (; *text; text++) {
		if (is_plain(*text)) {
			put(w, *text);
			continue;
		}
		put(w, '%');
		put(w, digits[(unsigned char)*text >> 4]);
		put(w, digits[(unsigned char)*text & 15]);
	}
}

static void put_number(struct writer *w, int value)
{
	if (value >= 10)
		put_number(w, value / 10);
	put(w, (char)('0' + value % 10));
}

size_t policy_format(char *out, size_t size, const struct policy *policy)
{
	struct writer w = {.out = out, .size = size};

	put_text(&w, VERSION);
	put_text(&w, field_names[FIELD_ENV]);
	put_escaped(&w, policy->env);
	put(&w, ';');
	put_text(&w, field_names[FIELD_PYTHON]);
	put_escaped(&w, policy->python);
	put(&w, ';');
	put_text(&w, field_names[FIELD_LIB]);
	put_escaped(&w, policy->lib);
	put(&w, ';');
	put_text(&w, field_names[FIELD_PY]);
	put_number(&w, policy->major);
	put(&w, '.');
	put_number(&w, policy->minor);
	put(&w, ';');
	put_text(&w, field_names[FIELD_MATCH]);
	put_text(&w, match_names[policy->match]);
	put(&w, '\0');
	return w.used;
}
