// SPDX-License-Identifier: MIT
// --explain: how the command would be resolved, step by step.
//
// The decision is that of common/core/exec.c, the failure that of exec_failure.c; this file adds the steps.
#include "runner/explain.h"

#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/json.h"
#include "common/tool/strings.h"
#include "runner/exec_failure.h"

static char *sentence(const char *before, const char *word, const char *between, const char *other)
{
	struct text line = {0};
	text_add(&line, before);
	text_add_quoted(&line, word);
	text_add(&line, between);
	if (other)
		text_add_quoted(&line, other);
	return text_take(&line);
}

static void add_script(void *steps, const char *path, const char *line)
{
	strings_add_take(steps, sentence("", path, " is a script for ", line));
}

static void add_command(void *steps, const char *name, const char *found)
{
	strings_add_take(steps,
		found ? sentence("env finds ", name, " as ", found)
		      : sentence("env does not find ", name, "", NULL));
}

static const char *rule_text(const struct launch *l)
{
	switch (l->plan.rule) {
	case RULE_NONE:
		return "no base interpreter to replace: it runs unchanged, and what it starts is followed";
	case RULE_INTERPRETER:
		return "a base interpreter: the environment's is executed instead";
	case RULE_SHEBANG:
		return "a script for a base interpreter: the environment's runs it";
	case RULE_ENVIRONMENT:
		return "the environment's own interpreter";
	case RULE_FOREIGN:
		return "another environment's interpreter: it runs unchanged";
	case RULE_KEEP:
		return "exempt by --keep: it and what it starts run as without venvrun";
	case RULE_KEEP_ONLY:
		return "exempt by --keep-only: it runs as without venvrun, and what it starts is followed";
	case RULE_INTROSPECTION:
		return "a query of an interpreter about itself: it and what it starts run unchanged";
	case RULE_OFF:
		return "VENVRUN=off is set: it and what it starts run as without venvrun";
	case RULE_UNREACHABLE:
		return "the environment's interpreter cannot be executed here: it runs unchanged";
	case RULE_SYSTEM:
		return l->plan.released
			? "a package manager: it and what it starts run as without venvrun "
			  "(--system=env follows them)"
			: "part of a system package: it runs as without venvrun, and what it starts is "
			  "followed (--system=env: it runs with the environment's Python)";
	}
	return "";
}

/* Adds the rule, the same as for -v and --trace. */
static void add_rule(struct strings *s, const struct launch *l)
{
	const struct exec_plan *plan = &l->plan;

	if (plan->rule == RULE_NONE && plan->escape)
		strings_add_take(s,
			text_format(
				"no base interpreter to replace, and what it starts cannot be followed: %s",
				exec_escape_name(plan->escape)));
	else
		strings_add(s, rule_text(l));
	if (plan->refused)
		strings_add(s, "--strict refuses it");
}

/* The command line, as words for a shell. */
static char *command_line(const struct launch *l, const char *file)
{
	struct text line = {0};

	text_add_quoted(&line, file);
	for (char *const *word = l->call.argv + 1; word[-1] && *word; word++) {
		text_add(&line, " ");
		text_add_quoted(&line, *word);
	}
	return text_take(&line);
}

static void write_json(struct text *out, const struct launch *l, const char *file, const struct strings *s,
	int status, const char *why)
{
	text_add(out, "{");
	json_add_member(out, "file", file);
	json_add_key(out, "argv");
	json_add_strings(out, (const char *const *)l->call.argv);
	json_add_member(out, "rule", exec_rule_name(l->plan.rule));
	json_add_key(out, "steps");
	json_add_strings(out, (const char *const *)s->list);
	if (status) {
		json_add_key(out, "status");
		text_add_format(out, "%d", status);
		json_add_member(out, "why", why);
	}
	text_add(out, "}\n");
}

int explain(const struct launch *l, bool json, struct text *out, char **ret_why)
{
	_cleanup_strings_ struct strings s = {0};
	_cleanup_(chain_end_clear) struct chain_end end = {CHAIN_WHOLE, NULL, NULL, 0};
	const struct chain_steps steps = {add_script, add_command, &s};
	const char *name = l->request.file;
	bool replaced = l->call.file != name;
	int error;
	_cleanup_free_ char *found = launch_found(l, &error);

	if (found && strcmp(found, name) != 0)
		strings_add_take(&s, sentence("", name, " is found as ", found));
	if (found)
		end = exec_failure_chain(l, found, &steps);
	else if (!replaced) /* a missing interpreter may be replaced by ENV's */
		end = exec_failure_not_found(l, error);
	int status = exec_failure_predict(l, &end, ret_why);
	if (!status || l->plan.refused)
		add_rule(&s, l);
	const char *file = replaced ? l->call.file : found ? found : name;
	if (!status)
		strings_add_take(&s, command_line(l, file));

	if (json)
		write_json(out, l, file, &s, status, status ? *ret_why : NULL);
	else
		for (size_t i = 0; i < s.count; i++)
			text_add_format(out, "%s\n", s.list[i]);
	return status;
}
