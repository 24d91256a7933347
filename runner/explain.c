// SPDX-License-Identifier: MIT
// --explain: how the command would be resolved, step by step.
//
// What is decided is common/core/exec.c's answer; here it is only told how it came about.
#include "runner/explain.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/envp.h"
#include "common/core/path.h"
#include "common/core/search.h"
#include "common/core/shebang.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/json.h"

#define STEPS_MAX 16  /* two a script, five scripts at most, and the ends */
#define SCRIPTS_MAX 5 /* as the kernel has it */
#define WORDS_MAX 8

struct steps {
	char *list[STEPS_MAX + 1];
	size_t count;
};

static void steps_clear(const struct steps *s)
{
	for (size_t i = 0; i < s->count; i++)
		free(s->list[i]);
}

/* Takes line over. */
static void add(struct steps *s, char *line)
{
	if (s->count < STEPS_MAX)
		s->list[s->count++] = line;
	else
		free(line);
}

/* A word that a shell reads back, on one line whatever is in it. */
static void add_word(struct text *out, const char *word)
{
	bool control = false;
	for (const char *c = word; *c; c++)
		control |= (unsigned char)*c < ' ' || *c == 0x7f;
	if (!control) {
		text_add_quoted(out, word);
		return;
	}
	text_add(out, "$'");
	for (const char *c = word; *c; c++) {
		if (*c == '\n')
			text_add(out, "\\n");
		else if ((unsigned char)*c < ' ' || *c == 0x7f)
			text_add_format(out, "\\%03o", (unsigned char)*c);
		else
			text_add_format(out, *c == '\'' || *c == '\\' ? "\\%c" : "%c", *c);
	}
	text_add(out, "'");
}

static char *sentence(const char *before, const char *word, const char *between, const char *other)
{
	struct text line = {0};
	text_add(&line, before);
	add_word(&line, word);
	text_add(&line, between);
	if (other)
		add_word(&line, other);
	return text_take(&line);
}

/* Where env(1), as a script's interpreter, would find name; allocated, NULL if nowhere. */
static char *find_for_env(const struct launch *l, const char *name)
{
	const char *path = envp_get(l->request.envp, "PATH");
	_cleanup_free_ char *candidate = NULL;

	if (path_dir_len(name))
		return text_copy(name);
	path = path ? path : SEARCH_DEFAULT;
	candidate = need(malloc(search_room(path, name)));
	while (search_next(&path, name, candidate))
		if (!launch_io.executable(candidate))
			return take(&candidate);
	return NULL;
}

/* Tells the chain of shebangs from file on. */
static void add_scripts(struct steps *s, const struct launch *l, const char *file)
{
	_cleanup_free_ char *path = text_copy(file);

	for (int depth = 0; depth < SCRIPTS_MAX; depth++) {
		char head[SHEBANG_MAX];
		struct shebang line;
		long n = launch_io.read(path, 0, head, sizeof(head));
		if (n <= 0 || !shebang_parse(head, (size_t)n, &line))
			return;
		_cleanup_free_ char *words = text_format(
			"%s%s%s", line.interp, line.arg ? " " : "", line.arg ? line.arg : "");
		add(s, sentence("", path, " is a script for ", words));

		char *next = NULL;
		const char *command[WORDS_MAX];
		if (strcmp(path_base(line.interp), "env") != 0) {
			next = text_copy(line.interp);
		} else if (line.arg && shebang_env(line.arg, command, WORDS_MAX)) {
			next = find_for_env(l, command[0]);
			add(s, next ? sentence("env finds ", command[0], " as ", next)
				    : sentence("env does not find ", command[0], "", NULL));
		}
		if (!next)
			return;
		free(path);
		path = next;
	}
}

static const char *rule_text(const struct launch *l)
{
	switch (l->plan.rule) {
	case RULE_NONE:
		return "no Python that can be seen from here: it runs as it is, and what it starts "
		       "is looked at in turn";
	case RULE_INTERPRETER:
		return "a base interpreter: the environment's takes its place";
	case RULE_SHEBANG:
		return "a script for a base interpreter: the environment's takes its place";
	case RULE_ENVIRONMENT:
		return "the environment's own interpreter";
	case RULE_FOREIGN:
		return "another environment's interpreter: it is left alone";
	case RULE_KEEP:
		return "--keep names it: it and what it starts are left alone";
	case RULE_INTROSPECTION:
		return "an interpreter that is asked what it is: it answers for itself";
	case RULE_OFF:
		return "the variables say VENVRUN=off: it and what it starts are left alone";
	case RULE_UNREACHABLE:
		return "the environment's interpreter cannot be executed from here: it runs as it is";
	case RULE_SYSTEM:
		return "it came with the system's packages: it runs as without venvrun (--system=env takes the environment's)";
	}
	return "";
}

static void write_json(
	struct text *out, const struct launch *l, const char *file, const struct steps *s)
{
	text_add(out, "{");
	json_add_member(out, "file", file);
	json_add_key(out, "argv");
	json_add_strings(out, (const char *const *)l->call.argv);
	json_add_member(out, "rule", exec_rule_name(l->plan.rule));
	json_add_key(out, "steps");
	json_add_strings(out, (const char *const *)s->list);
	text_add(out, "}\n");
}

int explain(const struct launch *l, bool json, struct text *out, char **ret_why)
{
	_cleanup_(steps_clear) struct steps s = {0};
	const char *name = l->request.file;
	_cleanup_free_ char *found = launch_found(l);
	bool replaced = l->call.file != name;

	/* An interpreter that is not there may still be ENV's to stand in for. */
	if (!found && !replaced)
		return launch_failed(l, errno, ret_why);
	if (found && strcmp(found, name) != 0)
		add(&s, sentence("", name, " is found as ", found));
	if (found)
		add_scripts(&s, l, found);
	add(&s, text_copy(rule_text(l)));
	if (l->plan.refused)
		add(&s, text_format("--strict refuses it: %s", exec_escape_name(l->plan.escape)));

	const char *file = replaced ? l->call.file : found;
	struct text line = {0};
	add_word(&line, file);
	for (char *const *word = l->call.argv + 1; word[-1] && *word; word++) {
		text_add(&line, " ");
		add_word(&line, *word);
	}
	add(&s, text_take(&line));

	if (json)
		write_json(out, l, file, &s);
	else
		for (size_t i = 0; i < s.count; i++)
			text_add_format(out, "%s\n", s.list[i]);
	return 0;
}
