// SPDX-License-Identifier: MIT
// One event of --trace.
#include "common/core/trace.h"

#include "common/core/errors.h"
#include "common/core/str.h"
#include "common/core/utf8.h"
#include "common/core/writer.h"

#define STRING_MAX 1500 /* bytes: two of them and an argv leave room in TRACE_MAX for the other members */
#define ARGV_MAX 700
#define DEPTH_MAX 20 /* the deepest indentation */

static void put_hex(struct writer *w, unsigned char c)
{
	static const char digits[] = "0123456789abcdef";

	writer_put(w, digits[c >> 4]);
	writer_put(w, digits[c & 15]);
}

/* Writes the first character of s as in a JSON string. Returns its bytes in s. */
static size_t put_json_character(struct writer *w, const char *s)
{
	unsigned char c = (unsigned char)*s;
	size_t n = utf8_length(s, 4); /* it does not read past the NUL */

	if (!n || c < ' ' || c == 0x7f) {
		writer_text(w, n ? "\\u00" : "\\udc");
		put_hex(w, c);
		return 1;
	}
	if (c == '"' || c == '\\')
		writer_put(w, '\\');
	for (size_t i = 0; i < n; i++)
		writer_put(w, s[i]);
	return n;
}

static size_t put_line_character(struct writer *w, const char *s)
{
	unsigned char c = (unsigned char)*s;

	if (c >= ' ' && c != 0x7f) {
		writer_put(w, *s);
		return 1;
	}
	writer_text(w, "\\x");
	put_hex(w, c);
	return 1;
}

/* Writes s until limit is reached. Returns whether it was cut. */
static bool put_limited(struct writer *w, const char *s, bool json, size_t limit)
{
	while (*s && w->used < limit)
		s += (json ? put_json_character : put_line_character)(w, s);
	return *s != '\0';
}

static bool put_string(struct writer *w, const char *s, bool json)
{
	return put_limited(w, s, json, w->used + STRING_MAX);
}

static void put_python(struct writer *w, const struct trace_event *event)
{
	if (event->major)
		writer_number(w, event->major);
	if (!event->major || event->minor < 0)
		return;
	writer_put(w, '.');
	writer_number(w, event->minor);
}

/* --- JSON --- */

static void put_key(struct writer *w, const char *key)
{
	writer_text(w, ", \"");
	writer_text(w, key);
	writer_text(w, "\": ");
}

static bool put_member(struct writer *w, const char *key, const char *value)
{
	if (!value)
		return false;
	put_key(w, key);
	writer_put(w, '"');
	bool cut = put_string(w, value, true);
	writer_put(w, '"');
	return cut;
}

static bool put_array(struct writer *w, const char *key, const struct trace_event *event)
{
	size_t limit = w->used + ARGV_MAX, i = 0;
	bool cut = event->has_more;

	if (!event->argv)
		return false;
	put_key(w, key);
	writer_put(w, '[');
	for (; i < event->argc && w->used < limit; i++) {
		writer_text(w, i ? ", \"" : "\"");
		cut |= put_limited(w, event->argv[i], true, limit);
		writer_put(w, '"');
	}
	writer_put(w, ']');
	return cut || i < event->argc;
}

static void put_number(struct writer *w, const char *key, int number)
{
	if (!number)
		return;
	put_key(w, key);
	writer_number(w, number);
}

static void put_object(struct writer *w, const struct trace_event *event)
{
	static const char kinds[][8] = {
		[TRACE_EXEC] = "exec",
		[TRACE_FAILED] = "failed",
		[TRACE_SPAWNED] = "spawned",
		[TRACE_RESTART] = "restart",
		[TRACE_PATHS] = "paths",
		[TRACE_PATH] = "path",
	};

	writer_text(w, "{\"event\": \"");
	writer_text(w, kinds[event->kind]);
	writer_put(w, '"');
	put_key(w, "pid");
	writer_number(w, event->pid);
	put_key(w, "parent");
	writer_number(w, event->parent);
	put_member(w, "call", event->call);
	bool cut = put_member(w, "file", event->file);
	cut |= put_member(w, "to", event->to);
	put_member(w, "rule", event->rule);
	cut |= put_array(w, "argv", event);
	put_member(w, "why", event->why);
	if (event->major) {
		put_key(w, "python");
		writer_put(w, '"');
		put_python(w, event);
		writer_put(w, '"');
	}
	put_number(w, "child", event->child);
	put_number(w, "errno", event->error);
	put_member(w, "error", event->error ? errors_name(event->error) : NULL);
	put_member(w, "message", event->error ? errors_text(event->error) : NULL);
	if (cut) {
		put_key(w, "cut");
		writer_text(w, "true");
	}
	writer_put(w, '}');
}

/* --- the line --- */

static void put_word(struct writer *w, const char *before, const char *word)
{
	if (!word)
		return;
	writer_text(w, before);
	if (put_string(w, word, false))
		writer_text(w, "...");
}

/* [A-Za-z0-9_@%+=:,./-] */
static bool is_plain(char c)
{
	bool letter = (c >= 'a' && c <= 'z') || (c >= '@' && c <= 'Z');
	return letter || (c >= '+' && c <= ':') || c == '_' || c == '%' || c == '=';
}

/* A word in quotes for a shell, with control characters as \xXX. */
static bool put_quoted(struct writer *w, const char *word, size_t limit)
{
	const char *end = word;

	while (is_plain(*end))
		end++;
	if (*word && !*end)
		return put_limited(w, word, false, limit);
	writer_put(w, '\'');
	for (; *word && w->used < limit; word++) {
		const char character[] = {*word, '\0'};
		if (*word == '\'')
			writer_text(w, "'\\''");
		else
			put_line_character(w, character);
	}
	writer_put(w, '\'');
	return *word != '\0';
}

static void put_arguments(struct writer *w, const struct trace_event *event)
{
	size_t limit = w->used + ARGV_MAX, i = 1;
	bool cut = event->argv && event->has_more;

	for (; event->argv && i < event->argc && w->used < limit; i++) {
		writer_text(w, i == 1 ? ": " : " ");
		cut |= put_quoted(w, event->argv[i], limit);
	}
	if (cut || (event->argv && i < event->argc))
		writer_text(w, "...");
}

/* "ENOENT, No such file or directory" */
static void put_error(struct writer *w, const char *before, int error)
{
	if (!error)
		return;
	writer_text(w, before);
	if (!errors_name(error)) {
		writer_text(w, "errno ");
		writer_number(w, error);
		return;
	}
	put_word(w, "", errors_name(error));
	put_word(w, ", ", errors_text(error));
}

static void put_line(struct writer *w, const struct trace_event *event)
{
	bool same = event->file && event->to && str_equal(event->file, event->to);

	writer_text(w, "venvrun: [");
	writer_number(w, event->pid);
	writer_text(w, "] ");
	for (int i = 0; i < event->depth && i < DEPTH_MAX; i++)
		writer_text(w, "  ");
	switch (event->kind) {
	case TRACE_EXEC:
		put_word(w, "", event->call);
		put_word(w, " ", event->file);
		put_word(w, " -> ", same ? NULL : event->to);
		put_word(w, " (", event->rule);
		put_word(w, "; cannot be followed: ", event->why);
		put_error(w, ": ", event->error);
		writer_put(w, ')');
		put_arguments(w, event);
		break;
	case TRACE_FAILED:
		put_word(w, "", event->call);
		put_word(w, " ", event->file);
		put_error(w, " failed: ", event->error);
		break;
	case TRACE_SPAWNED:
		writer_text(w, "started [");
		writer_number(w, event->child);
		put_word(w, "]: ", event->file);
		break;
	case TRACE_RESTART:
		/* The environment's own, which does not know where it is: under a bare name,
		 * as busybox starts it. */
		put_word(w, same ? "started without its path, restarted as " : "started as ", event->file);
		put_word(w, " -> ", same ? NULL : event->to);
		put_word(w, ", continues: ", event->why);
		put_arguments(w, event);
		break;
	case TRACE_PATHS:
		writer_text(w, event->major ? "Python " : "Python");
		put_python(w, event);
		put_word(w, ": base site-packages are redirected to ", event->to);
		put_word(w, ": no path is redirected: ", event->why);
		break;
	case TRACE_PATH:
		put_word(w, "", event->file);
		put_word(w, " -> ", event->to);
		writer_text(w, event->to ? "" : " is hidden");
		break;
	}
}

size_t trace_format(char *out, size_t size, const struct trace_event *event, bool json)
{
	struct writer w = {.out = out, .size = size};

	if (json)
		put_object(&w, event);
	else
		put_line(&w, event);
	writer_put(&w, '\n');
	writer_put(&w, '\0');
	return w.used;
}
