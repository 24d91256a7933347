// SPDX-License-Identifier: MIT
// A request for a Python, as text.
#include "env-builder/discovery/python_request.h"

#include <ctype.h>
#include <elf.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "common/core/count.h"

/* Reads up to three numbers with dots between them and moves *s after them. Returns how many there are. */
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

/* 311 is 3.11, as for virtualenv. */
static void split_short(struct request_rule *rule)
{
	int v = rule->version[0];
	if (rule->parts != 1 || v < 10)
		return;
	int power = v >= 1000 ? 1000 : v >= 100 ? 100 : 10;
	rule->version[0] = v / power;
	rule->version[1] = v % power;
	rule->parts = 2;
}

static bool add_rule(struct python_request *request, struct request_rule rule)
{
	if (request->count == REQUEST_RULES)
		return false;
	request->rules[request->count++] = rule;
	return true;
}

static bool read_rule(const char **s, struct python_request *request)
{
	static const struct {
		const char *text;
		enum request_op op;
	} ops[] = {{"===", REQUEST_EQ}, {"==", REQUEST_EQ}, {"!=", REQUEST_NE}, {">=", REQUEST_GE},
		{"<=", REQUEST_LE}, {"~=", REQUEST_PREFIX}, {">", REQUEST_GT}, {"<", REQUEST_LT}};
	for (size_t i = 0; i < COUNT(ops); i++) {
		size_t n = strlen(ops[i].text);
		if (strncmp(*s, ops[i].text, n) != 0)
			continue;
		const char *p = *s + n;
		p += strspn(p, " ");
		struct request_rule rule = {.op = ops[i].op};
		rule.parts = read_version(&p, rule.version);
		if (!rule.parts)
			return false;
		if (!strncmp(p, ".*", 2)) {
			if (rule.op != REQUEST_EQ && rule.op != REQUEST_NE)
				return false;
			rule.op = rule.op == REQUEST_EQ ? REQUEST_PREFIX : REQUEST_NOT_PREFIX;
			p += 2;
		} else if (ops[i].text[0] == '~') {
			/* ~=3.9.2 is >=3.9.2 and ==3.9.* */
			struct request_rule least = rule;
			least.op = REQUEST_GE;
			if (rule.parts < 2 || !add_rule(request, least))
				return false;
			rule.version[--rule.parts] = 0;
		}
		p += strspn(p, " ");
		*s = p;
		return add_rule(request, rule);
	}
	return false;
}

static bool skip_word(const char **s, const char *word)
{
	size_t n = strlen(word);
	if (strncasecmp(*s, word, n) != 0)
		return false;
	*s += n;
	return true;
}

static void read_impl(const char **s, struct python_request *request)
{
	static const struct {
		const char *name;
		enum request_impl impl;
	} names[] = {{"cpython", REQUEST_CPYTHON}, {"python", REQUEST_ANY}, {"pypy", REQUEST_PYPY},
		{"py", REQUEST_ANY}, {"cp", REQUEST_CPYTHON}, {"pp", REQUEST_PYPY}, {"any", REQUEST_ANY},
		{"default", REQUEST_ANY}};
	for (size_t i = 0; i < COUNT(names); i++) {
		if (!skip_word(s, names[i].name))
			continue;
		request->impl = names[i].impl;
		bool dash = (*s)[-1] == 'n' || (*s)[-1] == 'y'; /* after a full name */
		if ((**s == '@' && (*s)[1]) ||
			(**s == '-' && dash && request->impl != REQUEST_ANY &&
				isdigit((unsigned char)(*s)[1])))
			++*s;
		return;
	}
}

static bool read_versions(const char **s, struct python_request *request)
{
	if (isdigit((unsigned char)**s)) {
		struct request_rule rule = {.op = REQUEST_PREFIX};
		rule.parts = read_version(s, rule.version);
		split_short(&rule);
		return add_rule(request, rule);
	}
	if (!**s || !strchr("=!<>~", **s))
		return true;
	while (read_rule(s, request)) {
		if (**s != ',')
			return true;
		++*s;
		*s += strspn(*s, " ");
	}
	return false;
}

/* The letters after the version, and the words of uv and Debian. */
static void read_build(const char **s, struct python_request *request)
{
	request->threads = request->count && skip_word(s, "t");
	request->debug = request->count && skip_word(s, "d");
	for (;;) {
		if (skip_word(s, "+freethreaded"))
			request->threads = true;
		else if (skip_word(s, "+debug") || skip_word(s, "-debug") || skip_word(s, "-dbg"))
			request->debug = true;
		else if (!skip_word(s, "+gil"))
			return;
	}
}

/* "-64", "-arm64", "-linux-x86_64-gnu": one part after the other. */
static bool read_platform(const char **s, struct python_request *request)
{
	static const struct {
		const char *name;
		int machine, bits;
		bool foreign;
	} parts[] = {{"32", 0, 32, false}, {"64", 0, 64, false}, {"x86_64_v2", EM_X86_64, 0, false},
		{"x86_64_v3", EM_X86_64, 0, false}, {"x86_64_v4", EM_X86_64, 0, false},
		{"x86_64", EM_X86_64, 0, false}, {"amd64", EM_X86_64, 0, false},
		{"aarch64", EM_AARCH64, 0, false}, {"arm64", EM_AARCH64, 0, false},
		{"i686", EM_386, 0, false}, {"i386", EM_386, 0, false}, {"x86", EM_386, 0, false},
		{"armv7", EM_ARM, 0, false}, {"armv6", EM_ARM, 0, false}, {"riscv64gc", EM_RISCV, 64, false},
		{"riscv64", EM_RISCV, 64, false}, {"ppc64le", EM_PPC64, 0, false},
		{"powerpc64le", EM_PPC64, 0, false}, {"s390x", EM_S390, 64, false}, {"linux", 0, 0, false},
		{"gnueabihf", 0, 0, false}, {"gnueabi", 0, 0, false}, {"gnu", 0, 0, false},
		{"musl", 0, 0, false}, {"any", 0, 0, false}, {"none", 0, 0, false}, {"windows", 0, 0, true},
		{"macos", 0, 0, true}, {"darwin", 0, 0, true}};
	while (**s == '-') {
		size_t i = 0, n = strcspn(++*s, "-");
		while (i < COUNT(parts) &&
			(strlen(parts[i].name) != n || strncasecmp(*s, parts[i].name, n) != 0))
			i++;
		if (i == COUNT(parts))
			return false;
		*s += n;
		request->machine = parts[i].machine ? parts[i].machine : request->machine;
		request->bits = parts[i].bits ? parts[i].bits : request->bits;
		request->foreign |= parts[i].foreign;
	}
	return true;
}

bool python_request_parse(const char *text, struct python_request *ret)
{
	struct python_request request = {.impl = REQUEST_ANY};
	const char *s = text;
	if (!strcmp(text, "system")) {
		*ret = (struct python_request){.system = true};
		return true;
	}
	read_impl(&s, &request);
	if (!read_versions(&s, &request))
		return false;
	read_build(&s, &request);
	if (s == text || !read_platform(&s, &request) || *s)
		return false;
	*ret = request;
	return true;
}

static bool rule_agrees(const struct request_rule *rule, const int version[3], int known)
{
	bool prefix = rule->op == REQUEST_PREFIX || rule->op == REQUEST_NOT_PREFIX;
	int parts = prefix ? rule->parts : 3, order = 0;
	for (int i = 0; i < parts && !order; i++) {
		if (i >= known)
			return true;
		order = version[i] - rule->version[i];
	}
	switch (rule->op) {
	case REQUEST_PREFIX:
	case REQUEST_EQ:
		return order == 0;
	case REQUEST_NOT_PREFIX:
	case REQUEST_NE:
		return order != 0;
	case REQUEST_GE:
		return order >= 0;
	case REQUEST_GT:
		return order > 0;
	case REQUEST_LE:
		return order <= 0;
	case REQUEST_LT:
		return order < 0;
	}
	return false;
}

bool python_request_agrees(const struct python_request *request, const int version[3], int known)
{
	for (int i = 0; i < request->count; i++)
		if (!rule_agrees(&request->rules[i], version, known))
			return false;
	return true;
}
