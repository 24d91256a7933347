// SPDX-License-Identifier: MIT
// Which Python is asked for, as text.
#include "env-builder/spec.h"

#include <ctype.h>
#include <string.h>
#include <stddef.h>

/* Reads up to three numbers with dots between them; *s is moved behind them. Returns how many, 0 for none. */
static int read_version(const char **s, int version[3])
{
	int parts = 0;
	const char *p = *s;
	while (parts < 3 && isdigit((unsigned char)*p)) {
		int value = 0;
		const char *start = p;
		while (isdigit((unsigned char)*p) && p - start < 5)
			value = value * 10 + (*p++ - '0');
		version[parts++] = value;
		*s = p;
		if (*p != '.' || !isdigit((unsigned char)p[1]))
			break;
		p++;
	}
	return parts;
}

/* 311 is 3.11, as virtualenv has it. */
static void split_short(struct spec_rule *rule)
{
	int v = rule->version[0];
	if (rule->parts != 1 || v < 10)
		return;
	int power = v >= 1000 ? 1000 : v >= 100 ? 100 : 10;
	rule->version[0] = v / power;
	rule->version[1] = v % power;
	rule->parts = 2;
}

static bool add_rule(struct spec *spec, struct spec_rule rule)
{
	if (spec->count == SPEC_RULES)
		return false;
	spec->rules[spec->count++] = rule;
	return true;
}

static bool read_rule(const char **s, struct spec *spec)
{
	static const struct {
		const char *text;
		enum spec_op op;
	} ops[] = {{"===", SPEC_EQ}, {"==", SPEC_EQ}, {"!=", SPEC_NE}, {">=", SPEC_GE}, {"<=", SPEC_LE}, {"~=", SPEC_PREFIX},
		{">", SPEC_GT}, {"<", SPEC_LT}};
	for (size_t i = 0; i < sizeof(ops) / sizeof(*ops); i++) {
		size_t n = strlen(ops[i].text);
		if (strncmp(*s, ops[i].text, n) != 0)
			continue;
		const char *p = *s + n;
		p += strspn(p, " ");
		struct spec_rule rule = {.op = ops[i].op};
		rule.parts = read_version(&p, rule.version);
		if (!rule.parts)
			return false;
		if (!strncmp(p, ".*", 2)) {
			if (rule.op != SPEC_EQ && rule.op != SPEC_NE)
				return false;
			rule.op = rule.op == SPEC_EQ ? SPEC_PREFIX : SPEC_NOT_PREFIX;
			p += 2;
		} else if (ops[i].text[0] == '~') {
			/* ~=3.9.2 is >=3.9.2 and ==3.9.* */
			struct spec_rule least = rule;
			least.op = SPEC_GE;
			if (rule.parts < 2 || !add_rule(spec, least))
				return false;
			rule.version[--rule.parts] = 0;
		}
		p += strspn(p, " ");
		*s = p;
		return add_rule(spec, rule);
	}
	return false;
}

bool spec_parse(const char *text, struct spec *ret)
{
	static const struct {
		const char *name;
		enum spec_impl impl;
	} names[] = {{"cpython", SPEC_CPYTHON}, {"python", SPEC_ANY}, {"pypy", SPEC_PYPY}, {"cp", SPEC_CPYTHON}, {"pp", SPEC_PYPY}};
	struct spec spec = {.impl = SPEC_ANY};
	const char *s = text;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		size_t n = strlen(names[i].name);
		if (strncasecmp(s, names[i].name, n) != 0)
			continue;
		spec.impl = names[i].impl;
		s += n;
		if (*s == '@' && s[1])
			s++;
		break;
	}
	if (isdigit((unsigned char)*s)) {
		struct spec_rule rule = {.op = SPEC_PREFIX};
		rule.parts = read_version(&s, rule.version);
		split_short(&rule);
		add_rule(&spec, rule);
		if (*s == 't') {
			spec.threads = true;
			s++;
		}
	} else if (*s) {
		for (;;) {
			if (!read_rule(&s, &spec))
				return false;
			if (*s != ',')
				break;
			s++;
			s += strspn(s, " ");
		}
	}
	if (*s || s == text)
		return false;
	*ret = spec;
	return true;
}

static bool rule_agrees(const struct spec_rule *rule, const int version[3], int known)
{
	bool prefix = rule->op == SPEC_PREFIX || rule->op == SPEC_NOT_PREFIX;
	int parts = prefix ? rule->parts : 3, order = 0;
	for (int i = 0; i < parts && !order; i++) {
		if (i >= known)
			return true;
		order = version[i] - rule->version[i];
	}
	switch (rule->op) {
	case SPEC_PREFIX:
	case SPEC_EQ:
		return order == 0;
	case SPEC_NOT_PREFIX:
	case SPEC_NE:
		return order != 0;
	case SPEC_GE:
		return order >= 0;
	case SPEC_GT:
		return order > 0;
	case SPEC_LE:
		return order <= 0;
	case SPEC_LT:
		return order < 0;
	}
	return false;
}

bool spec_agrees(const struct spec *spec, const int version[3], int known)
{
	for (int i = 0; i < spec->count; i++)
		if (!rule_agrees(&spec->rules[i], version, known))
			return false;
	return true;
}
