// SPDX-License-Identifier: MIT
// The options of venvrun.
#include "runner/command_line.h"

#include <stddef.h>
#include <string.h>

#include "common/core/count.h"
#include "common/tool/args.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"

#define FLAG(member) offsetof(struct options, member)

static char *set_match(struct options *o, const char *value)
{
	static const char *const names[] = {
		[MATCH_MAJOR] = "major",
		[MATCH_MINOR] = "minor",
		[MATCH_EXACT] = "exact",
		[MATCH_ANY] = "any",
	};
	for (size_t i = 0; i < COUNT(names); i++)
		if (!strcmp(value, names[i])) {
			o->match = (enum interp_match)i;
			return NULL;
		}
	_cleanup_free_ char *quoted = text_quoted(value);
	return text_format("--match takes major, minor, exact or any, not %s", quoted);
}

static void append(const char **list, const char *value)
{
	while (*list)
		list++;
	*list = value;
}

static char *add_keep(struct options *o, const char *value)
{
	append(o->keep, value);
	return *value ? NULL : text_copy("--keep needs a pattern, not an empty one");
}

static char *add_keep_only(struct options *o, const char *value)
{
	append(o->keep_only, value);
	return *value ? NULL : text_copy("--keep-only needs a pattern, not an empty one");
}

static char *set_system(struct options *o, const char *value)
{
	o->system_follows = !strcmp(value, "env");
	if (o->system_follows || !strcmp(value, "keep"))
		return NULL;
	_cleanup_free_ char *quoted = text_quoted(value);
	return text_format("--system takes keep or env, not %s", quoted);
}

static char *add_variable(struct options *o, const char *value)
{
	append(o->variables, value);
	if (*value != '=' && strchr(value, '='))
		return NULL;
	_cleanup_free_ char *quoted = text_quoted(value);
	return text_format("--env needs NAME=VALUE, not %s", quoted);
}

static char *add_file(struct options *o, const char *value)
{
	append(o->files, value);
	return NULL;
}

static char *set_chdir(struct options *o, const char *value)
{
	o->chdir = value;
	return NULL;
}

static char *set_trace(struct options *o, const char *value)
{
	o->trace = value;
	return NULL;
}

static const struct args_option table[] = {
	{"match", 0, "RULE",
		"which Python names are ENV's: major (default),\n"
		"minor, exact, any",
		set_match, 0, 0},
	{"keep", 0, "GLOB",
		"exempt this program or script and what it starts\n"
		"(repeatable)",
		add_keep, 0, 0},
	{"keep-only", 0, "GLOB", "exempt it, but follow what it starts (repeatable)", add_keep_only, 0, 0},
	{"system", 0, "keep|env",
		"scripts and package managers of the system use the\n"
		"system's Python (keep, default) or ENV's (env)",
		set_system, 0, 0},
	{"strict", 0, NULL, "refuse to start programs that cannot be followed", NULL, FLAG(strict), 0},
	{"trust", 0, NULL,
		"use an ENV that was found, or a bare name, although\n"
		"it is neither yours nor root's",
		NULL, FLAG(trust), 0},
	{"isolated", 0, NULL,
		"show only ENV's packages: no PYTHONPATH, no user or\n"
		"system site-packages",
		NULL, FLAG(isolated), 0},
	{"env", 0, "NAME=VALUE", "set a variable for CMD (repeatable)", add_variable, 0, 0},
	{"env-file", 0, "FILE",
		"set the variables in FILE, lines NAME=VALUE\n"
		"(repeatable)",
		add_file, 0, 0},
	{"chdir", 'C', "DIR", "run CMD in DIR", set_chdir, 0, 0},
	{"trace", 0, "[=FILE]",
		"report every decision on stderr, as a tree, or\n"
		"append it to FILE, as JSON lines",
		set_trace, 0, 0},
	{"explain", 0, NULL, "show how CMD would be resolved; run nothing", NULL, FLAG(explain), 0},
	{"info", 0, NULL, "show what ENV is; run nothing", NULL, FLAG(info), 0},
	{"json", 0, NULL, "print --explain or --info as a JSON object", NULL, FLAG(json), 0},
	{"verbose", 'v', NULL, "report on stderr what is used and executed", NULL, FLAG(verbose), 0},
	{"quiet", 'q', NULL, "print no messages", NULL, FLAG(quiet), 0},
	{"version", 'V', NULL, "print the version", NULL, FLAG(version), 0},
	{"help", 'h', NULL, "print this summary", NULL, FLAG(help), 0},
};

/* Checks the options together. */
static int check(const struct options *o, bool named, char **ret_why)
{
	if (o->help || o->version)
		return 0;
	if (o->explain && o->info)
		*ret_why = text_copy("--explain and --info exclude each other");
	else if (o->json && !o->explain && !o->info)
		*ret_why = text_copy("--json needs --explain or --info");
	else if (o->info && o->command)
		*ret_why = text_copy("--info runs no command; leave it out");
	else if (!named && !o->info)
		*ret_why = text_copy("no environment and no command; usage: venvrun ENV -- CMD");
	else
		return 0;
	return -1;
}

int command_line_parse(char **argv, struct options *ret, char **ret_why)
{
	size_t n = 1;
	while (argv[n - 1])
		n++;
	*ret = (struct options){.match = MATCH_MAJOR};
	ret->variables = need(calloc(n, sizeof(*ret->variables)));
	ret->files = need(calloc(n, sizeof(*ret->files)));
	ret->keep = need(calloc(n, sizeof(*ret->keep)));
	ret->keep_only = need(calloc(n, sizeof(*ret->keep_only)));

	char **at = argv[0] ? argv + 1 : argv;
	while (*at && (*at)[0] == '-' && (*at)[1] && strcmp(*at, "--") != 0) {
		*ret_why = args_read(table, COUNT(table), ret, &at);
		if (*ret_why)
			return -1;
		at++;
	}

	bool named = *at != NULL;
	if (*at && strcmp(*at, "--") != 0)
		ret->env = *at++;
	if (*at && !strcmp(*at, "--")) {
		at++;
		/* An empty "$@" in a script must not end in an interactive shell. */
		if (!*at && !ret->info) {
			*ret_why = text_copy("no command after --");
			return -1;
		}
	}
	if (*at)
		ret->command = at;
	return check(ret, named, ret_why);
}

void command_line_clear(struct options *o)
{
	free(o->variables);
	free(o->files);
	free(o->keep);
	free(o->keep_only);
	o->variables = o->files = o->keep = o->keep_only = NULL;
}

void command_line_help(struct text *out)
{
	text_add(out,
		"Usage: venvrun [OPTION...] ENV [--] CMD [ARG...]  run CMD in ENV\n"
		"       venvrun [OPTION...] ENV                    run $SHELL in ENV\n"
		"       venvrun [OPTION...] -- CMD [ARG...]        ENV is $VIRTUAL_ENV, else the\n"
		"                                                  nearest .venv or venv upwards\n"
		"\n"
		"Every Python that starts below CMD is that of ENV; no file is modified. ENV is\n"
		"a directory made by venvbuild, venv, virtualenv, uv, pipenv or conda, or a plain\n"
		"prefix; a bare name is also searched in $WORKON_HOME and ~/.virtualenvs.\n"
		"\n");
	args_help(table, COUNT(table), 26, out);
	text_add(out,
		"\n"
		"VENVRUN=off runs one command, and what it starts, as without venvrun:\n"
		"  VENVRUN=off apt-get install git\n"
		"Exit status: CMD's own; 125 venvrun failed, 126 CMD was found but cannot be\n"
		"run, 127 CMD was not found.\n");
}
