// SPDX-License-Identifier: MIT
// The activation scripts of an environment.
#include "env-builder/layout/activation.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/text.h"
#include "templates.h"

struct value {
	const char *name; /* the placeholder in the template: "@ENV@" */
	const char *text;
};

/* Replaces the placeholders in one pass: a value that looks like a placeholder is not replaced. */
static char *render(const char *template, const struct value *values, size_t count)
{
	struct text out = {0};
	while (*template) {
		size_t i = 0;
		while (i < count && !text_starts(template, values[i].name))
			i++;
		if (i < count) {
			text_add(&out, values[i].text);
			template += strlen(values[i].name);
		} else {
			size_t n = 1 + strcspn(template + 1, "@");
			text_add_n(&out, template, n);
			template += n;
		}
	}
	return text_take(&out);
}

/* s between two mark characters, with instead[i] for each character special[i]. */
static char *quote(const char *s, char mark, const char *special, const char *const *instead)
{
	struct text out = {0};
	text_add_n(&out, &mark, 1);
	for (; *s; s++) {
		const char *found = strchr(special, *s);
		if (found)
			text_add(&out, instead[found - special]);
		else
			text_add_n(&out, s, 1);
	}
	text_add_n(&out, &mark, 1);
	return text_take(&out);
}

static char *quote_sh(const char *s)
{
	return quote(s, '\'', "'", (const char *const[]){"'\\''"});
}

/* csh expands history in single quotes, too, unless a backslash is in front. */
static char *quote_csh(const char *s)
{
	return quote(s, '\'', "'!\n", (const char *const[]){"'\\''", "\\!", "\\\n"});
}

static char *quote_fish(const char *s)
{
	return quote(s, '\'', "\\'", (const char *const[]){"\\\\", "\\'"});
}

/* PowerShell takes U+2018 to U+201B for quotes, too: each is doubled. */
static char *quote_ps1(const char *s)
{
	struct text out = {0};
	text_add(&out, "'");
	for (; *s; s++) {
		bool curly = text_starts(s, "\xe2\x80\x98") || text_starts(s, "\xe2\x80\x99") ||
			text_starts(s, "\xe2\x80\x9a") || text_starts(s, "\xe2\x80\x9b");
		if (curly) {
			text_add_n(&out, s, 3);
			text_add_n(&out, s, 3);
			s += 2;
		} else {
			text_add_n(&out, s, 1);
			if (*s == '\'')
				text_add(&out, "'");
		}
	}
	text_add(&out, "'");
	return text_take(&out);
}

/* nushell does not expand '$' in double quotes. */
static char *quote_nu(const char *s)
{
	return quote(s, '"', "\\\"", (const char *const[]){"\\\\", "\\\""});
}

/* As bytes: a path need not be valid UTF-8. */
static char *quote_python(const char *s)
{
	struct text out = {0};
	text_add(&out, "b'");
	for (; *s; s++) {
		if (strchr("\\'", *s) || *s < ' ' || *s > '~')
			text_add_format(&out, "\\x%02x", (unsigned char)*s);
		else
			text_add_n(&out, s, 1);
	}
	text_add(&out, "'");
	return text_take(&out);
}

/* Would a shell that expands its prompt change this text? bash with promptvars does, zsh with promptsubst,
 * ksh. */
static bool prompt_expands(const char *s)
{
	for (; *s; s++) {
		if (strchr("\\`!", *s))
			return true;
		if (*s == '$' && s[1] && (isalnum((unsigned char)s[1]) || strchr("_({[*@#?-$!", s[1])))
			return true;
	}
	return false;
}

/* "(PROMPT) ", quoted for an assignment to PS1. Text that a shell would expand is shown by the variable,
 * as its value is not expanded again. */
static char *ps1_sh(const char *prompt)
{
	_cleanup_free_ char *shown = text_format("(%s) ",
		prompt_expands(prompt) ? "${VIRTUAL_ENV_PROMPT-}" : prompt);
	return quote_sh(shown);
}

/* zsh expands variables in its prompt only with promptsubst: the variable is no way out, so each character
 * that could be expanded is shown as '_'. */
static char *ps1_zsh(const char *prompt)
{
	bool expands = prompt_expands(prompt);
	struct text shown = {0};
	text_add(&shown, "(");
	for (const char *s = prompt; *s; s++) {
		if (*s == '%')
			text_add(&shown, "%%");
		else if (expands && strchr("\\`!$", *s))
			text_add(&shown, "_");
		else
			text_add_n(&shown, s, 1);
	}
	text_add(&shown, ") ");
	_cleanup_free_ char *text = text_take(&shown);
	return quote_sh(text);
}

/* tcsh expands '%' and '!' in the prompt, and its quoting reads '\' and '^'. */
static char *ps1_csh(const char *prompt)
{
	struct text shown = {0};
	text_add(&shown, "(");
	for (const char *s = prompt; *s; s++) {
		if (strchr("\\^!", *s))
			text_add(&shown, "_");
		else
			text_add_n(&shown, *s == '%' ? "%%" : s, *s == '%' ? 2 : 1);
	}
	text_add(&shown, ") ");
	_cleanup_free_ char *text = text_take(&shown);
	return quote_csh(text);
}

/* The expression for the environment's path in a script: env, which is quoted for its language, or locate,
 * a piece of the same language that finds the script. Takes env over. */
static char *root_expression(char *env, const char *locate)
{
	if (!locate)
		return env;
	const struct value value = {"@ENV@", env};
	char *text = render(locate, &value, 1);
	free(env);
	text[strlen(text) - 1] = '\0'; /* the last newline */
	return text;
}

char *activation_sh(const char *env, const char *prompt, bool moves)
{
	_cleanup_free_ char *e = root_expression(quote_sh(env), moves ? template_locate_sh : NULL),
			    *p = quote_sh(prompt);
	_cleanup_free_ char *ps1 = ps1_sh(prompt), *zsh = ps1_zsh(prompt);
	const struct value values[] = {{"@ENV@", e}, {"@PROMPT@", p}, {"@PS1@", ps1}, {"@PS1_ZSH@", zsh},
		{"@CR@", "\r"}};
	return render(template_activate_sh, values, 5);
}

char *activation_csh(const char *env, const char *prompt, bool moves)
{
	_cleanup_free_ char *e = root_expression(quote_csh(env), moves ? template_locate_csh : NULL),
			    *p = quote_csh(prompt);
	_cleanup_free_ char *ps1 = ps1_csh(prompt);
	const struct value values[] = {{"@ENV@", e}, {"@PROMPT@", p}, {"@PS1@", ps1}};
	return render(template_activate_csh, values, 3);
}

char *activation_fish(const char *env, const char *prompt, bool moves)
{
	_cleanup_free_ char *e = root_expression(quote_fish(env), moves ? template_locate_fish : NULL),
			    *p = quote_fish(prompt);
	const struct value values[] = {{"@ENV@", e}, {"@PROMPT@", p}};
	return render(template_activate_fish, values, 2);
}

char *activation_ps1(const char *env, const char *prompt, bool moves)
{
	_cleanup_free_ char *e = moves ? text_copy("Split-Path -Parent $PSScriptRoot") : quote_ps1(env),
			    *p = quote_ps1(prompt);
	_cleanup_free_ char *program = quote_ps1(template_variables_sh);
	const struct value values[] = {{"@ENV@", e}, {"@PROMPT@", p}, {"@PROGRAM@", program}};
	return render(template_activate_ps1, values, 3);
}

char *activation_nu(const char *env, const char *prompt, bool moves)
{
	_cleanup_free_ char *e = moves ? text_copy("($env.FILE_PWD | path dirname)") : quote_nu(env),
			    *p = quote_nu(prompt);
	_cleanup_free_ char *program = quote_nu(template_variables_sh);
	const struct value values[] = {{"@ENV@", e}, {"@PROMPT@", p}, {"@PROGRAM@", program}};
	return render(template_activate_nu, values, 3);
}

char *activation_xsh(const char *env, const char *prompt, bool moves)
{
	static const char here[] = "os.path.dirname(os.path.dirname(os.path.abspath(__file__)))";
	_cleanup_free_ char *e = moves ? text_copy(here) : quote_python(env), *p = quote_python(prompt);
	const struct value values[] = {{"@ENV@", e}, {"@PROMPT@", p}, {"@VARIABLES@", template_variables_py}};
	return render(template_activate_xsh, values, 3);
}

/* With LF alone cmd misses labels. */
static char *with_crlf(const char *s)
{
	struct text out = {0};
	for (; *s; s++)
		text_add(&out, *s == '\n' ? "\r\n" : (const char[]){*s, '\0'});
	return text_take(&out);
}

char *activation_bat(const char *prompt)
{
	/* In the quotes of set "NAME=VALUE" only '%' and '"' are special, and '$' in the value of PROMPT. */
	struct text value = {0}, shown = {0};
	for (const char *s = prompt; *s; s++) {
		const char *instead = *s == '%' ? "%%" : *s == '"' ? "'" : (const char[]){*s, '\0'};
		text_add(&value, instead);
		text_add(&shown, *s == '$' ? "$$" : instead);
	}
	_cleanup_free_ char *v = text_take(&value), *p = text_take(&shown);
	const struct value values[] = {{"@PROMPT@", v}, {"@PROMPT_SHOWN@", p}};
	_cleanup_free_ char *text = render(template_activate_bat, values, 2);
	return with_crlf(text);
}

char *activation_leave_bat(void)
{
	return with_crlf(template_deactivate_bat);
}

char *activation_cmd_sh(void)
{
	return text_copy(template_activate_cmd_sh);
}

char *activation_this(const char *site, const int number[2], const char *prompt)
{
	_cleanup_free_ char *p = quote_python(prompt), *s = text_format("\"%s\"", site);
	_cleanup_free_ char *version = text_format("(%d, %d)", number[0], number[1]);
	const struct value values[] = {{"@SITE@", s}, {"@VERSION@", version}, {"@PROMPT@", p},
		{"@VARIABLES@", template_variables_py}};
	return render(template_activate_this_py, values, 4);
}

char *activation_site27(void)
{
	return text_copy(template_site27_py);
}
