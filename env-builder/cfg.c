// SPDX-License-Identifier: MIT
// pyvenv.cfg as text (PEP 405): read the way CPython's getpath and site.py read it.
#include "env-builder/cfg.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/text.h"

/* s without the blanks around it; its end is cut off in place. */
static char *trim(char *s)
{
	s += strspn(s, " \t\r\f\v");
	size_t n = strlen(s);
	while (n && strchr(" \t\r\f\v", s[n - 1]))
		n--;
	s[n] = '\0';
	return s;
}

const char *cfg_parse(char *text, size_t len, struct cfg *ret)
{
	struct cfg cfg = {.text = text};
	const char *wrong = NULL;
	if (memchr(text, '\0', len))
		wrong = "it has a NUL byte in it";
	else if (!text_is_utf8(text, len))
		wrong = "it is not UTF-8 text";
	size_t room = 1;
	for (const char *p = text; (p = strchr(p, '\n')); p++)
		room++;
	cfg.lines = need(calloc(room, sizeof(*cfg.lines)));
	for (char *line = text, *next; !wrong && line; line = next) {
		if ((next = strchr(line, '\n')))
			*next++ = '\0';
		char *equals = strchr(line, '=');
		if (!equals)
			continue;
		*equals = '\0';
		char *key = trim(line);
		for (char *c = key; *c; c++)
			*c = (char)tolower((unsigned char)*c);
		if (*key)
			cfg.lines[cfg.count++] = (struct cfg_line){key, trim(equals + 1)};
	}
	if (!wrong && !cfg.count)
		wrong = len ? "it has no \"key = value\" line" : "it is empty";
	if (wrong)
		cfg_clear(&cfg);
	else
		*ret = cfg;
	return wrong;
}

void cfg_clear(struct cfg *cfg)
{
	free(cfg->text);
	free(cfg->lines);
	*cfg = (struct cfg){0};
}

const char *cfg_get(const struct cfg *cfg, const char *key)
{
	for (size_t i = 0; i < cfg->count; i++)
		if (!strcmp(cfg->lines[i].key, key))
			return cfg->lines[i].value;
	return NULL;
}

char *cfg_unquote(const char *value)
{
	size_t n = strlen(value);
	if (n < 2 || (*value != '\'' && *value != '"') || value[n - 1] != *value)
		return text_copy(value);
	struct text out = {0};
	for (const char *p = value + 1; p < value + n - 1; p++) {
		if (*p == '\\' && p + 1 < value + n - 1 && strchr("\\'\"", p[1]))
			p++;
		text_add_n(&out, p, 1);
	}
	return text_take(&out);
}

char *cfg_repr(const char *s)
{
	char quote = strchr(s, '\'') && !strchr(s, '"') ? '"' : '\'';
	struct text out = {0};
	text_add_n(&out, &quote, 1);
	for (; *s; s++) {
		if (*s == '\t')
			text_add(&out, "\\t");
		else if ((unsigned char)*s < ' ' || *s == 0x7f)
			text_add_format(&out, "\\x%02x", (unsigned char)*s);
		else if (*s == '\\' || *s == quote)
			text_add_format(&out, "\\%c", *s);
		else
			text_add_n(&out, s, 1);
	}
	text_add_n(&out, &quote, 1);
	return text_take(&out);
}
