// SPDX-License-Identifier: MIT
// What --trace tells, written.
#include "common/core/trace.h"

#include <string.h>

#include "common/core/utf8.h"
#include "common/core/writer.h"

#define STRING_MAX 1800	/* as written: two of them leave room in TRACE_MAX for the rest */
#define DEPTH_MAX 20	/* what is deeper stands as deep as that */

static void put_hex(struct writer *w, unsigned char c)
{
	static const char digits[] = "0123456789abcdef";

	writer_put(w, digits[c >> 4]);
	writer_put(w, digits[c & 15]);
}

/* One character of s as JSON has it. Returns the bytes of s it takes. */
static size_t put_json_character(struct writer *w, const char *s)
{
	unsigned char c = (unsigned char)*s;
	size_t n = utf8_length(s, 4); /* it stops at the NUL */

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

/* Returns whether s was cut. */
static bool put_string(struct writer *w, const char *s, bool json)
{
	size_t start = w->used;

	while (*s && w->used - start < STRING_MAX)
		s += (json ? put_json_character : put_line_character)(w, s);
	return *s != '\0';
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

static void put_object(struct writer *w, const struct trace_event *event)
{
	static const char kinds[][8] = {
		[TRACE_EXEC] = "exec", [TRACE_FAILED] = "failed", [TRACE_RESTART] = "restart",
		[TRACE_PATHS] = "paths", [TRACE_PATH] = "path",
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
	put_member(w, "why", event->why);
	if (event->major) {
		put_key(w, "python");
		writer_put(w, '"');
		put_python(w, event);
		writer_put(w, '"');
	}
	if (event->error) {
		put_key(w, "errno");
		writer_number(w, event->error);
	}
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

static void put_line(struct writer *w, const struct trace_event *event)
{
	bool same = event->file && event->to && strlen(event->file) == strlen(event->to) &&
		!memcmp(event->file, event->to, strlen(event->to));

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
		writer_put(w, ')');
		break;
	case TRACE_FAILED:
		put_word(w, "", event->call);
		put_word(w, " ", event->file);
		writer_text(w, " failed with errno ");
		writer_number(w, event->error);
		break;
	case TRACE_RESTART:
		put_word(w, "started as ", event->file);
		put_word(w, " -> ", event->to);
		put_word(w, ", and goes on: ", event->why);
		break;
	case TRACE_PATHS:
		writer_text(w, event->major ? "Python " : "Python");
		put_python(w, event);
		put_word(w, ": the base's packages are those in ", event->to);
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
