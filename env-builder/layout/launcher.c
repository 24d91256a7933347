// SPDX-License-Identifier: MIT
// Launchers: the scripts in bin that start ENV's interpreter.
#include "env-builder/layout/launcher.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/interp.h"
#include "common/tool/cleanup.h"
#include "common/tool/text.h"

/* Linux before 5.1 cuts the first line at 127 bytes, with "#!" and the newline (fs/binfmt_script.c). */
#define SHEBANG_LINE 127

static bool is_plain(const char *path, size_t more)
{
	for (const char *s = path; *s; s++)
		if (!isalnum((unsigned char)*s) && !strchr("_./+@%=:,-", *s))
			return false;
	return strlen(path) + more + 3 <= SHEBANG_LINE;
}

/* For a script that may be moved together with the interpreter in its directory. Python reads it as a
 * string that is not used. sh starts no other process, unless the script or its directory is a symbolic
 * link. */
static const char beside[] =
	"#!/bin/sh\n"
	"# -*- coding: utf-8 -*-\n"
	"''':'\n"
	"case $0 in */*) p=$0 ;; *) p=./$0 ;; esac\n"
	"if [ -L \"$p\" ] || [ -L \"${p%%/*}\" ]; then p=$(realpath -- \"$p\" "
	"2>/dev/null || readlink -f -- \"$p\"); fi\n"
	"exec \"${p%%/*}/%s\"%s \"$0\" \"$@\"\n"
	"'''\n";

/* The same in one line, for a program of which Python would not find its first string or its second line. */
static const char beside_line[] =
	"#!/usr/bin/env -S sh -c 'p=$(realpath \"$0\"); exec \"${p%%/*}/%s\"%s \"$0\" \"$@\"'\n";

/* Does the program import from __future__, which may follow one string only, or name its encoding in its
 * first line, which must be the first or second of the script (PEP 263)? */
static bool needs_line(const char *program)
{
	_cleanup_free_ char *line = text_copy_n(program, strcspn(program, "\n"));
	return strstr(program, "from __future__") ||
		(*line == '#' && strstr(line, "coding") && !strcasestr(line, "utf-8"));
}

/* sh reads the third line as: exec PYTHON "$0" "$@". Python reads it and the next line as a string that is
 * not used. The coding line is needed for a path that is not ASCII. */
bool launcher_add_head(struct text *out, const char *python, const char *flags, const char *program)
{
	if (!strchr(python, '/')) {
		text_add_format(out, needs_line(program) ? beside_line : beside, python, flags);
		return true;
	}
	if (is_plain(python, strlen(flags))) {
		text_add_format(out, "#!%s%s\n", python, flags);
		return false;
	}
	bool utf8 = text_is_utf8(python, strlen(python));
	text_add_format(out, "#!/bin/sh\n# -*- coding: %s -*-\n'''exec' ", utf8 ? "utf-8" : "latin-1");
	if (strchr(python, '\\')) {
		/* Python would read the backslash as an escape, so the script finds the interpreter in its
		 * own directory. */
		text_add(out, "\"$(dirname -- \"$(readlink -f -- \"$0\")\")/python\"");
	} else {
		text_add_shell(out, python);
	}
	text_add_format(out, "%s \"$0\" \"$@\"\n' '''\n", flags);
	return true;
}

char *launcher_word(const char **p)
{
	_cleanup_text_ struct text out = {0};
	char quote = '\0';
	const char *s = *p;
	for (; *s && (quote || !strchr(" \t\r\n;", *s)); s++) {
		if (*s == quote || (!quote && strchr("'\"", *s))) {
			quote = quote ? '\0' : *s;
			continue;
		}
		if (quote != '\'' && strchr("$`", *s))
			return NULL;
		if (*s == '\\' && (!quote || (quote == '"' && s[1] && strchr("$`\"\\", s[1]))))
			s++;
		if (!*s)
			return NULL;
		text_add_n(&out, s, 1);
	}
	if (quote)
		return NULL;
	*p = s;
	return text_take(&out);
}

#define SH_LINE "#!/bin/sh\n"
#define SH_EXEC "'''exec' "
#define SH_REST " \"$0\" \"$@\"\n' '''\n"

static bool read_sh_head(const char *data, struct launcher_head *ret)
{
	const char *p = data + strlen(SH_LINE);
	while (*p == '#') {
		p += strcspn(p, "\n");
		p += *p == '\n';
	}
	if (!text_starts(p, SH_EXEC))
		return false;
	p += strlen(SH_EXEC);
	_cleanup_free_ char *python = launcher_word(&p);
	const char *rest = python && *python ? strstr(p, SH_REST) : NULL;
	if (!rest || memchr(p, '\n', (size_t)(rest - p)))
		return false;
	*ret = (struct launcher_head){take(&python), text_copy_n(p, (size_t)(rest - p)),
		(size_t)(rest - data) + strlen(SH_REST)};
	return true;
}

/* "#!PYTHON FLAGS". A path with a blank in it is in double quotes, as old setuptools wrote it. */
static bool read_shebang(const char *data, struct launcher_head *ret)
{
	const char *python = data + 2 + strspn(data + 2, " \t"), *newline = strchr(python, '\n');
	bool quoted = *python == '"';
	python += quoted;
	const char *stop = python + strcspn(python, quoted ? "\"\n" : " \t\r\n"), *flags = stop + quoted;
	if (!newline || stop == python || (quoted && *stop != '"'))
		return false;
	const char *end = newline;
	while (end > flags && isspace((unsigned char)end[-1]))
		end--;
	*ret = (struct launcher_head){text_copy_n(python, (size_t)(stop - python)),
		text_copy_n(flags, (size_t)(end - flags)), (size_t)(newline + 1 - data)};
	return true;
}

bool launcher_read_head(const char *data, struct launcher_head *ret)
{
	if (text_starts(data, SH_LINE))
		return read_sh_head(data, ret);
	return text_starts(data, "#!") && read_shebang(data, ret);
}

void launcher_head_clear(struct launcher_head *head)
{
	free(head->python);
	free(head->flags);
	*head = (struct launcher_head){0};
}

char *launcher_text(const char *python, const char *module, const char *attr)
{
	struct text out = {0};
	if (!launcher_add_head(&out, python, "", ""))
		text_add(&out, "# -*- coding: utf-8 -*-\n");
	size_t first = strcspn(attr, ".");
	text_add_format(&out, "import sys\nfrom %s import %.*s\n", module, (int)first, attr);
	text_add_format(&out, "if __name__ == '__main__':\n    sys.exit(%s())\n", attr);
	return text_take(&out);
}

bool launcher_name_taken(const char *name)
{
	struct interp interp;
	return interp_parse(name, &interp) || !strncasecmp(name, "activate", 8);
}

bool launcher_name_ok(const char *name)
{
	if (!*name || strlen(name) > 200 || launcher_name_taken(name))
		return false;
	for (const char *s = name; *s; s++)
		if (!isalnum((unsigned char)*s) && !strchr("_.-+", *s))
			return false;
	return *name != '.' && *name != '-';
}

static bool is_dotted(const char *s)
{
	for (;; s++) {
		if (*s != '_' && !isalpha((unsigned char)*s))
			return false;
		while (*s == '_' || isalnum((unsigned char)*s))
			s++;
		if (*s != '.')
			return !*s;
	}
}

bool launcher_target_ok(const char *module, const char *attr)
{
	return is_dotted(module) && is_dotted(attr);
}
