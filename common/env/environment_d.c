// SPDX-License-Identifier: MIT
// Files of NAME=VALUE lines, read and written.
#include "common/env/environment_d.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"

#define FILE_MAX_BYTES (1 << 20)
/* The limits of execve(2) in bytes: for one "NAME=VALUE" with its NUL, and for all arguments and
 * variables. */
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
		if (*value == '$') /* systemd reads "$$" as a plain '$', in quotes too */
			text_add(&line, "$");
		text_add_n(&line, value, 1);
	}
	text_add(&line, "\"\n");
	return text_take(&line);
}

struct reader {
	const char *path; /* for messages */
	const char *at;
	int line;
	bool dotenv; /* also accepts "export" before a name and a comment after a value */
	const struct environment_d *variables;
	size_t room;   /* the longest value that the variable can have */
	size_t *total; /* the bytes of all variables that were set */
};

/* Adds the value for a '$' that was read: of a name, of a name in braces, or '$' for another one. Returns
 * NULL, or what is wrong. */
static const char *expand(struct reader *r, struct text *out)
{
	bool braces = *r->at == '{';
	size_t n = name_length(r->at + braces);
	if (*r->at == '$') {
		text_add(out, "$");
		r->at++;
	} else if (n && (!braces || r->at[1 + n] == '}')) {
		_cleanup_free_ char *name = text_copy_n(r->at + braces, n);
		const char *value = r->variables->get(r->variables->ctx, name);
		/* The file is small, but a value that refers to others often could fill the memory. */
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

/* Adds the character after a backslash that was read; in double quotes the backslash counts only before
 * some. */
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

/* Reads a value up to the end of its line. Returns NULL, or what is wrong. */
static const char *read_value(struct reader *r, struct text *out)
{
	char quote = '\0';
	size_t keep = 0; /* the length without unquoted blanks at the end */
	size_t blanks = strspn(r->at, " \t");
	bool after_blank = blanks > 0; /* unquoted */
	r->at += blanks;
	for (;;) {
		char c = *r->at;
		if (!c || (c == '\n' && !quote))
			break;
		if (r->dotenv && after_blank && c == '#') {
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
		after_blank = !quote && strchr(" \t", c);
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
	if (line[n] != '=')
		return text_copy("expected NAME=VALUE");
	while (n && strchr(" \t\r", line[n - 1]))
		n--;
	_cleanup_free_ char *name = text_copy_n(line, n);
	_cleanup_free_ char *quoted = text_quoted(name);
	return text_format("expected NAME=VALUE, but %s is not a name%s", quoted,
		text_starts(name, "export ") ? "; remove \"export\": no shell reads this file" : "");
}

/* Reads "NAME=VALUE" and sets it. Returns 0, 1 where set() stopped, or -1 and *ret_wrong, allocated. */
static int read_variable(struct reader *r, char **ret_wrong)
{
	if (r->dotenv && text_starts(r->at, "export") && strchr(" \t", r->at[6])) {
		const char *after = r->at + 6 + strspn(r->at + 6, " \t");
		r->at = name_length(after) ? after : r->at;
	}
	size_t n = name_length(r->at);
	const char *equals = r->at + n + strspn(r->at + n, " \t");
	if (!n || *equals != '=') {
		*ret_wrong = wrong_line(r->at);
		return -1;
	}
	_cleanup_free_ char *name = text_copy_n(r->at, n);
	_cleanup_text_ struct text value = {0};
	r->at = equals + 1;
	r->room = n + 2 < ENTRY_MAX ? ENTRY_MAX - n - 2 : 0;
	const char *wrong = read_value(r, &value);
	*r->total += n + 2 + value.len;
	if (!wrong && *r->total > TOTAL_MAX)
		wrong = "more than 6 MiB of variables, with which no program can be started";
	if (wrong) {
		*ret_wrong = text_copy(wrong);
		return -1;
	}
	return r->variables->set(r->variables->ctx, name, value.data ? value.data : "") ? 0 : 1;
}

static int parse(struct reader *r, char **ret_why)
{
	for (;; r->at++, r->line++) {
		int line = r->line;
		r->at += strspn(r->at, " \t\r");
		if (*r->at && !strchr("#;\n", *r->at)) {
			_cleanup_free_ char *wrong = NULL;
			int result = read_variable(r, &wrong);
			if (result < 0) {
				_cleanup_free_ char *quoted = text_quoted(r->path);
				*ret_why = text_format("%s:%d: %s", quoted, line, wrong);
			}
			if (result)
				return result;
		}
		r->at += strcspn(r->at, "\n");
		if (!*r->at)
			return 0;
	}
}

int environment_d_parse(const char *path, const char *text, const struct environment_d *variables,
	char **ret_why)
{
	size_t total = 0;
	struct reader r = {.path = path, .at = text, .line = 1, .variables = variables, .total = &total};
	return parse(&r, ret_why);
}

int environment_d_parse_dotenv(const char *path, const char *text, const struct environment_d *variables,
	char **ret_why)
{
	size_t total = 0;
	struct reader r = {.path = path,
		.at = text,
		.line = 1,
		.dotenv = true,
		.variables = variables,
		.total = &total};
	return parse(&r, ret_why);
}

/* Reads a file; r has no text yet. Returns as parse(). */
static int read_file(struct reader *r, char **ret_why)
{
	_cleanup_free_ char *text = NULL;
	size_t len = 0;
	int error = fs_read(r->path, FILE_MAX_BYTES, &text, &len);
	if (error < 0 || memchr(text, '\0', len)) {
		_cleanup_free_ char *quoted = text_quoted(r->path);
		*ret_why = text_format("cannot read %s: %s", quoted,
			error < 0 ? fs_strerror(error) : "it contains a NUL byte");
		return -1;
	}
	r->at = text;
	r->line = 1;
	return parse(r, ret_why);
}

int environment_d_read_dotenv(const char *path, const struct environment_d *variables, char **ret_why)
{
	size_t total = 0;
	struct reader r = {.path = path, .dotenv = true, .variables = variables, .total = &total};
	return read_file(&r, ret_why) < 0 ? -1 : 0;
}

static int is_conf(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && text_ends(entry->d_name, ".conf");
}

/* The locale must not change which file comes last. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

int environment_d_read(const char *root, const struct environment_d *variables, char **ret_why)
{
	_cleanup_free_ char *dir = text_format("%s/etc/environment.d", root);
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
		struct reader reader = {.path = path, .variables = variables, .total = &total};
		if (!r)
			r = read_file(&reader, ret_why);
		free(entries[i]);
	}
	free(entries);
	return r < 0 ? -1 : 0;
}
