// SPDX-License-Identifier: MIT
// pyvenv.cfg (PEP 405), read and quoted.
#include "common/env/pyvenv_cfg.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"

#define BLANKS " \t\r\f\v"

const char *pyvenv_cfg_parse(char *text, size_t len, struct pyvenv_cfg *ret)
{
	struct pyvenv_cfg cfg = {.text = text};
	const char *wrong = NULL;
	if (memchr(text, '\0', len))
		wrong = "it contains a NUL byte";
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
		char *key = text_trim(line, BLANKS);
		for (char *c = key; *c; c++)
			*c = (char)tolower((unsigned char)*c);
		if (*key)
			cfg.lines[cfg.count++] = (struct pyvenv_cfg_line){key, text_trim(equals + 1, BLANKS)};
	}
	if (!wrong && !cfg.count)
		wrong = len ? "it has no \"key = value\" line" : "it is empty";
	if (wrong)
		pyvenv_cfg_clear(&cfg);
	else
		*ret = cfg;
	return wrong;
}

int pyvenv_cfg_read(const char *path, struct pyvenv_cfg *ret, const char **ret_wrong)
{
	char *text;
	size_t len;
	int r = fs_read(path, PYVENV_CFG_MAX, &text, &len);

	*ret_wrong = r < 0 ? fs_strerror(r) : pyvenv_cfg_parse(text, len, ret);
	return r < 0 ? r : *ret_wrong != NULL;
}

void pyvenv_cfg_clear(struct pyvenv_cfg *cfg)
{
	free(cfg->text);
	free(cfg->lines);
	*cfg = (struct pyvenv_cfg){0};
}

const char *pyvenv_cfg_get(const struct pyvenv_cfg *cfg, const char *key)
{
	for (size_t i = 0; i < cfg->count; i++)
		if (!strcmp(cfg->lines[i].key, key))
			return cfg->lines[i].value;
	return NULL;
}

const char *pyvenv_cfg_version(const struct pyvenv_cfg *cfg)
{
	const char *version = pyvenv_cfg_get(cfg, "version");
	return version ? version : pyvenv_cfg_get(cfg, "version_info");
}

bool pyvenv_cfg_is_true(const struct pyvenv_cfg *cfg, const char *key)
{
	const char *value = pyvenv_cfg_get(cfg, key);
	return value && !strcasecmp(value, "true");
}

bool pyvenv_cfg_system_site(const struct pyvenv_cfg *cfg)
{
	static const char key[] = "include-system-site-packages";
	return !pyvenv_cfg_get(cfg, key) || pyvenv_cfg_is_true(cfg, key);
}

/* How many bytes at s are U+0085, U+2028 or U+2029, which end a line for Python; else 0. */
static size_t wide_break(const char *s)
{
	return text_starts(s, "\xc2\x85")                                          ? 2
		: text_starts(s, "\xe2\x80\xa8") || text_starts(s, "\xe2\x80\xa9") ? 3
										   : 0;
}

bool pyvenv_cfg_is_line(const char *s)
{
	for (; *s; s++)
		if (strchr("\n\v\f\r\x1c\x1d\x1e", *s) || wide_break(s))
			return false;
	return true;
}

/* Adds the character of an escape sequence of repr(). *at points after the backslash, then after the
 * sequence. */
static void add_escaped(struct text *out, const char **at)
{
	static const char letters[] = "tnr", controls[] = "\t\n\r";
	const char *letter = strchr(letters, **at);
	char *end, digits[5] = "";
	size_t n = **at == 'x' ? 2 : **at == 'u' ? 4 : 0;

	strncpy(digits, *at + 1, n);
	unsigned long code = strtoul(digits, &end, 16);
	if (letter) {
		text_add_n(out, &controls[letter - letters], 1);
	} else if (n && code && end == digits + n && isxdigit((unsigned char)digits[0])) {
		char bytes[] = {(char)(0xe0 | code >> 12), (char)(0x80 | (code >> 6 & 0x3f)),
			(char)(0x80 | (code & 0x3f))};
		size_t skip = code < 0x80 ? 2 : code < 0x800 ? 1 : 0;
		if (skip == 1)
			bytes[1] = (char)(0xc0 | code >> 6);
		else if (skip == 2)
			bytes[2] = (char)code;
		text_add_n(out, bytes + skip, 3 - skip);
		*at += n;
	} else {
		if (!strchr("\\'\"", **at))
			text_add(out, "\\");
		text_add_n(out, *at, 1);
	}
	++*at;
}

char *pyvenv_cfg_unquote(const char *value)
{
	size_t n = strlen(value);
	if (n < 2 || (*value != '\'' && *value != '"') || value[n - 1] != *value)
		return text_copy(value);
	struct text out = {0};
	for (const char *p = value + 1; p < value + n - 1;) {
		bool escaped = *p == '\\' && p + 1 < value + n - 1;
		if (escaped && p++)
			add_escaped(&out, &p);
		else
			text_add_n(&out, p++, 1);
	}
	return text_take(&out);
}

char *pyvenv_cfg_repr(const char *s)
{
	char quote = strchr(s, '\'') && !strchr(s, '"') ? '"' : '\'';
	struct text out = {0};
	text_add_n(&out, &quote, 1);
	for (size_t wide = 0; *s; s += wide ? wide : 1, wide = 0) {
		if (*s == '\t')
			text_add(&out, "\\t");
		else if (*s == '\n' || *s == '\r')
			text_add(&out, *s == '\n' ? "\\n" : "\\r");
		else if ((unsigned char)*s < ' ' || *s == 0x7f)
			text_add_format(&out, "\\x%02x", (unsigned char)*s);
		else if ((wide = wide_break(s)) == 2)
			text_add(&out, "\\x85");
		else if (wide == 3)
			text_add(&out, s[2] == '\xa8' ? "\\u2028" : "\\u2029");
		else if (*s == '\\' || *s == quote)
			text_add_format(&out, "\\%c", *s);
		else
			text_add_n(&out, s, 1);
	}
	text_add_n(&out, &quote, 1);
	return text_take(&out);
}
