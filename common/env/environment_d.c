// SPDX-License-Identifier: MIT
// The environment's own variables: ENV/etc/environment.d/*.conf, as environment.d(5) has them.
#include "common/env/environment_d.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "common/env/env.h"

#define FILE_MAX_BYTES (1 << 20)
/* What the kernel takes: of one variable, its name and '=' included,
 * and of all that a program is started with. */
#define ENTRY_MAX ((size_t)128 << 10)
#define TOTAL_MAX ((size_t)6 << 20)

static size_t name_length(const char *s)
{
	size_t n = 0;
	while (s[n] == '_' || isalpha((unsigned char)s[n]) || (n && isdigit((unsigned char)s[n])))
		n++;
	return n;
}

bool environment_d_name_ok(const char *name)
{
	size_t n = name_length(name);
	return n && !name[n];
}

char *environment_d_line(const char *name, const char *value)
{
	struct text line = {0};
	text_add_format(&line, "%s=\"", name);
	for (; *value; value++) {
		if (strchr("\\\"`", *value))
			text_add(&line, "\\");
		if (*value == '$') /* "$$" is what systemd reads as a plain '$', whatever the quotes */
			text_add(&line, "$");
		text_add_n(&line, value, 1);
	}
	text_add(&line, "\"\n");
	return text_take(&line);
}

struct reader {
	const char *at;
	int line;
	/* what other readers of such a file take is taken: "export" in front, a comment behind */
	bool dotenv;
	const char *(*get)(void *ctx, const char *name);
	void *ctx;
	size_t room; /* for the value that is read */
};

/* What stands behind a '$', which is read already: a name, a name in braces, or another '$'. */
static const char *expand(struct reader *r, struct text *out)
{
	bool braces = *r->at == '{';
	size_t n = name_length(r->at + braces);
	if (*r->at == '$') {
		text_add(out, "$");
		r->at++;
	} else if (n && (!braces || r->at[1 + n] == '}')) {
		_cleanup_free_ char *name = text_copy_n(r->at + braces, n);
		const char *value = r->get(r->ctx, name);
		/* What stands in a file is as large as the file; what is made of it need not be. */
		if (value && out->len + strlen(value) > r->room)
			return "a variable of more than 128 KiB, with which no program can be started";
		text_add(out, value ? value : "");
		r->at += n + (braces ? 2 : 0);
	} else if (braces) {
		return "\"${\" must be followed by a name and \"}\"";
	} else {
		text_add(out, "$");
	}
	return NULL;
}

/* The character behind a backslash, which is read already; in double quotes only some are special. */
static void escape(struct reader *r, struct text *out, bool quoted)
{
	if (*r->at == '\n') {
		r->line++;
		r->at++;
		return;
	}
	if (!*r->at || (quoted && !strchr("\\\"`$", *r->at)))
		text_add(out, "\\");
	if (*r->at)
		text_add_n(out, r->at++, 1);
}

/* A value up to the end of its line. Returns NULL, or what is wrong. */
static const char *read_value(struct reader *r, struct text *out)
{
	char quote = '\0';
	size_t keep = 0; /* blanks before this are not the end of the line's */
	size_t blanks = strspn(r->at, " \t");
	bool between = blanks > 0; /* behind a blank that is no part of a word */
	r->at += blanks;
	for (;;) {
		char c = *r->at;
		if (!c || (c == '\n' && !quote))
			break;
		if (r->dotenv && between && c == '#') {
			r->at += strcspn(r->at, "\n");
			break;
		}
		r->at++;
		if (c == '\n')
			r->line++;
		const char *wrong = NULL;
		if (quote ? c == quote : c == '\'' || c == '"')
			quote = quote ? '\0' : c;
		else if (c == '\\' && quote != '\'')
			escape(r, out, quote == '"');
		else if (c == '$' && quote != '\'')
			wrong = expand(r, out);
		else
			text_add_n(out, &c, 1);
		if (wrong)
			return wrong;
		between = !quote && strchr(" \t", c);
		if (quote || !strchr(" \t\r", c))
			keep = out->len;
	}
	if (quote)
		return "a quote is not closed";
	if (out->data) {
		out->len = keep;
		out->data[keep] = '\0';
	}
	return NULL;
}

/* What is wrong with a line that does not begin with a name and '='; allocated. */
static char *wrong_line(const char *line)
{
	size_t n = strcspn(line, "=\n");
	while (n && strchr(" \t\r", line[n - 1]))
		n--;
	_cleanup_free_ char *name = text_copy_n(line, n);
	_cleanup_free_ char *quoted = text_quoted(name);
	if (line[strcspn(line, "=\n")] != '=')
		return text_copy("expected NAME=VALUE");
	return text_format("expected NAME=VALUE, and %s is no name%s", quoted,
		text_starts(name, "export ") ? ": leave \"export\" out, no shell reads this" : "");
}

/* total: the bytes of all that was set. */
static int parse(const char *path, const char *text, bool dotenv, size_t *total,
	bool (*set)(void *ctx, const char *name, const char *value),
	const char *(*get)(void *ctx, const char *name), void *ctx, char **ret_why)
{
	struct reader r = {text, 1, dotenv, get, ctx, 0};
	while (*r.at) {
		int line = r.line;
		r.at += strspn(r.at, " \t\r");
		if (*r.at && !strchr("#;\n", *r.at)) {
			if (dotenv && text_starts(r.at, "export") && strchr(" \t", r.at[6]) &&
				name_length(r.at + 6 + strspn(r.at + 6, " \t")))
				r.at += 6 + strspn(r.at + 6, " \t");
			size_t n = name_length(r.at);
			_cleanup_free_ char *name = text_copy_n(r.at, n);
			const char *equals = r.at + n + strspn(r.at + n, " \t");
			_cleanup_text_ struct text value = {0};
			_cleanup_free_ char *no_name = n && *equals == '=' ? NULL : wrong_line(r.at);
			const char *wrong = no_name;
			if (!wrong) {
				r.at = equals + 1;
				r.room = n + 2 < ENTRY_MAX ? ENTRY_MAX - n - 2 : 0;
				wrong = read_value(&r, &value);
				*total += n + 2 + value.len;
				if (!wrong && *total > TOTAL_MAX)
					wrong = "more than 6 MiB of variables, with which no program can be "
						"started";
			}
			if (wrong) {
				_cleanup_free_ char *quoted = text_quoted(path);
				*ret_why = text_format("%s:%d: %s", quoted, line, wrong);
				return -1;
			}
			if (!set(ctx, name, value.data ? value.data : ""))
				return 1;
		}
		r.at += strcspn(r.at, "\n");
		if (*r.at) {
			r.at++;
			r.line++;
		}
	}
	return 0;
}

int environment_d_parse(const char *path, const char *text,
	bool (*set)(void *ctx, const char *name, const char *value),
	const char *(*get)(void *ctx, const char *name), void *ctx, char **ret_why)
{
	size_t total = 0;
	return parse(path, text, false, &total, set, get, ctx, ret_why);
}

int environment_d_parse_dotenv(const char *path, const char *text,
	bool (*set)(void *ctx, const char *name, const char *value),
	const char *(*get)(void *ctx, const char *name), void *ctx, char **ret_why)
{
	size_t total = 0;
	return parse(path, text, true, &total, set, get, ctx, ret_why);
}

/* 0, 1 where set wants no more, or -1. */
static int read_file(const char *path, bool dotenv, size_t *total,
	bool (*set)(void *ctx, const char *name, const char *value),
	const char *(*get)(void *ctx, const char *name), void *ctx, char **ret_why)
{
	_cleanup_free_ char *text = NULL;
	size_t len = 0;
	int r = fs_read(path, FILE_MAX_BYTES, &text, &len);
	if (r < 0 || memchr(text, '\0', len)) {
		_cleanup_free_ char *quoted = text_quoted(path);
		*ret_why = text_format("cannot read %s: %s", quoted,
			r < 0 ? fs_why(r) : "it has a NUL byte in it");
		return -1;
	}
	return parse(path, text, dotenv, total, set, get, ctx, ret_why);
}

int env_variables_file(const char *path, bool (*set)(void *ctx, const char *name, const char *value),
	const char *(*get)(void *ctx, const char *name), void *ctx, char **ret_why)
{
	size_t total = 0;
	return read_file(path, true, &total, set, get, ctx, ret_why) < 0 ? -1 : 0;
}

static int is_conf(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && text_ends(entry->d_name, ".conf");
}

/* In the order of their bytes: the locale must not change which file comes last. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

int env_variables(const struct env *env, bool (*set)(void *ctx, const char *name, const char *value),
	const char *(*get)(void *ctx, const char *name), void *ctx, char **ret_why)
{
	_cleanup_free_ char *dir = text_format("%s/etc/environment.d", env->root);
	struct dirent **entries;
	int count = scandir(dir, &entries, is_conf, by_name), r = 0;
	size_t total = 0;
	if (count < 0 && (errno == ENOENT || errno == ENOTDIR))
		return 0;
	if (count < 0) {
		_cleanup_free_ char *quoted = text_quoted(dir);
		*ret_why = text_format("cannot read %s: %s", quoted, strerror(errno));
		return -1;
	}
	for (int i = 0; i < count; i++) {
		_cleanup_free_ char *path = text_format("%s/%s", dir, entries[i]->d_name);
		if (!r)
			r = read_file(path, false, &total, set, get, ctx, ret_why);
		free(entries[i]);
	}
	free(entries);
	return r < 0 ? -1 : 0;
}
