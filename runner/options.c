// SPDX-License-Identifier: MIT
// The options of venvrun: one table that the parser and --help both read.
#include "runner/options.h"

#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/die.h"

enum option_id {
	OPTION_MATCH,
	OPTION_KEEP,
	OPTION_STRICT,
	OPTION_ISOLATED,
	OPTION_ENV,
	OPTION_ENV_FILE,
	OPTION_CHDIR,
	OPTION_TRACE,
	OPTION_EXPLAIN,
	OPTION_INFO,
	OPTION_JSON,
	OPTION_VERBOSE,
	OPTION_QUIET,
	OPTION_VERSION,
	OPTION_HELP,
};

struct option {
	enum option_id id;
	char letter; /* 0: none */
	const char *name;
	const char *argument; /* what --help calls its argument, "[=FILE]" where it may be left out; NULL: it takes none */
	const char *help;
};

static const struct option table[] = {
	{OPTION_MATCH, 0, "match", "RULE",
		"ENV's names: major (default), minor, exact, any"},
	{OPTION_KEEP, 0, "keep", "GLOB",
		"leave this program or script, and what it starts,\n"
		"                          alone; may be repeated"},
	{OPTION_STRICT, 0, "strict", NULL, "refuse what cannot be followed"},
	{OPTION_ISOLATED, 0, "isolated", NULL,
		"no PYTHONPATH, no packages of the user's or the\n"
		"                          system's"},
	{OPTION_ENV, 0, "env", "NAME=VALUE", "set a variable for CMD; may be repeated"},
	{OPTION_ENV_FILE, 0, "env-file", "FILE",
		"set those in FILE, NAME=VALUE lines; may be repeated"},
	{OPTION_CHDIR, 'C', "chdir", "DIR", "run CMD in DIR"},
	{OPTION_TRACE, 0, "trace", "[=FILE]",
		"tell on stderr what is resolved to what; in FILE,\n"
		"                          as JSON lines"},
	{OPTION_EXPLAIN, 0, "explain", NULL, "show how CMD would be resolved, run nothing"},
	{OPTION_INFO, 0, "info", NULL, "show what ENV is, run nothing"},
	{OPTION_JSON, 0, "json", NULL, "with --explain or --info: as a JSON object"},
	{OPTION_VERBOSE, 'v', "verbose", NULL, "say on stderr what is used and what is executed"},
	{OPTION_QUIET, 'q', "quiet", NULL, "no messages, only the exit status"},
	{OPTION_VERSION, 0, "version", NULL, "print the version"},
	{OPTION_HELP, 'h', "help", NULL, "print this"},
};

static const char *const match_names[] = {
	[MATCH_MAJOR] = "major",
	[MATCH_MINOR] = "minor",
	[MATCH_EXACT] = "exact",
	[MATCH_ANY] = "any",
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static int set_match(struct options *o, const char *value, char **ret_why)
{
	for (size_t i = 0; i < COUNT(match_names); i++)
		if (!strcmp(value, match_names[i])) {
			o->match = (enum interp_match)i;
			return 0;
		}
	*ret_why = text_format("--match takes major, minor, exact or any, not '%s'", value);
	return -1;
}

static void append(const char **list, const char *value)
{
	while (*list)
		list++;
	*list = value;
}

/* value is "" where there is none. */
static int set_option(
	struct options *o, const struct option *option, const char *value, char **ret_why)
{
	switch (option->id) {
	case OPTION_MATCH:
		return set_match(o, value, ret_why);
	case OPTION_KEEP:
		if (!*value) {
			*ret_why = text_copy("--keep takes a pattern, not ''");
			return -1;
		}
		append(o->keep, value);
		return 0;
	case OPTION_STRICT:
		o->strict = true;
		return 0;
	case OPTION_ISOLATED:
		o->isolated = true;
		return 0;
	case OPTION_ENV:
		if (*value == '=' || !strchr(value, '=')) {
			*ret_why = text_format("--env takes NAME=VALUE, not '%s'", value);
			return -1;
		}
		append(o->variables, value);
		return 0;
	case OPTION_ENV_FILE:
		append(o->files, value);
		return 0;
	case OPTION_CHDIR:
		o->chdir = value;
		return 0;
	case OPTION_TRACE:
		o->trace = value;
		return 0;
	case OPTION_EXPLAIN:
		o->explain = true;
		return 0;
	case OPTION_INFO:
		o->info = true;
		return 0;
	case OPTION_JSON:
		o->json = true;
		return 0;
	case OPTION_VERBOSE:
		o->verbose = true;
		return 0;
	case OPTION_QUIET:
		o->quiet = true;
		return 0;
	case OPTION_VERSION:
		o->version = true;
		return 0;
	case OPTION_HELP:
		o->help = true;
		return 0;
	}
	return 0;
}

static int unknown(const char *option, size_t n, char **ret_why)
{
	*ret_why =
		text_format("unknown option '%.*s'; 'venvrun --help' lists them", (int)n, option);
	return -1;
}

/* "--name", "--name=value" or "--name" "value". Returns how many words of argv it took, or -1. */
static int parse_long(struct options *o, char **argv, char **ret_why)
{
	const char *name = argv[0] + 2;
	size_t n = strcspn(name, "=");
	const char *value = name[n] ? name + n + 1 : NULL;

	for (size_t i = 0; i < COUNT(table); i++) {
		const struct option *option = &table[i];
		if (strncmp(option->name, name, n) != 0 || option->name[n])
			continue;
		if (!option->argument && value) {
			*ret_why = text_format("option '--%s' takes no argument", option->name);
			return -1;
		}
		bool optional = option->argument && *option->argument == '[';
		if (optional && value && !*value) {
			*ret_why = text_format("--%s takes a name behind '=', or none: --%s", option->name, option->name);
			return -1;
		}
		if (!option->argument || optional || value)
			return set_option(o, option, value ? value : "", ret_why) ? -1 : 1;
		if (!argv[1]) {
			*ret_why = text_format("option '--%s' needs an argument: --%s=%s",
				option->name, option->name, option->argument);
			return -1;
		}
		return set_option(o, option, argv[1], ret_why) ? -1 : 2;
	}
	return unknown(argv[0], n + 2, ret_why);
}

/* "-vq", "-CDIR" or "-C" "DIR". Returns how many words of argv it took, or -1. */
static int parse_letters(struct options *o, char **argv, char **ret_why)
{
	for (const char *at = argv[0] + 1; *at; at++) {
		const struct option *option = NULL;
		for (size_t i = 0; i < COUNT(table) && !option; i++)
			if (table[i].letter == *at)
				option = &table[i];
		if (!option)
			return unknown(argv[0], strlen(argv[0]), ret_why);
		if (!option->argument) {
			if (set_option(o, option, "", ret_why))
				return -1;
			continue;
		}
		if (at[1])
			return set_option(o, option, at + 1, ret_why) ? -1 : 1;
		if (!argv[1]) {
			*ret_why = text_format("option '-%c' needs an argument: -%c %s", *at, *at,
				option->argument);
			return -1;
		}
		return set_option(o, option, argv[1], ret_why) ? -1 : 2;
	}
	return 1;
}

/* What no single option can know. */
static int check(const struct options *o, bool named, char **ret_why)
{
	if (o->help || o->version)
		return 0;
	if (o->explain && o->info)
		*ret_why = text_copy("--explain and --info are two questions: ask one at a time");
	else if (o->json && !o->explain && !o->info)
		*ret_why = text_copy("--json goes with --explain or --info");
	else if (o->info && o->command)
		*ret_why = text_format("--info runs nothing: leave out '%s'", o->command[0]);
	else if (!named && !o->info)
		*ret_why = text_copy("nothing to run: venvrun ENV -- CMD, or 'venvrun --help'");
	else
		return 0;
	return -1;
}

int options_parse(char **argv, struct options *ret, char **ret_why)
{
	size_t n = 1;
	while (argv[n - 1])
		n++;
	*ret = (struct options){.match = MATCH_MAJOR};
	ret->variables = need(calloc(n, sizeof(*ret->variables)));
	ret->files = need(calloc(n, sizeof(*ret->files)));
	ret->keep = need(calloc(n, sizeof(*ret->keep)));

	char **at = argv[0] ? argv + 1 : argv;
	while (*at && (*at)[0] == '-' && (*at)[1] && strcmp(*at, "--") != 0) {
		int taken = (*at)[1] == '-' ? parse_long(ret, at, ret_why)
					    : parse_letters(ret, at, ret_why);
		if (taken < 0)
			return -1;
		at += taken;
	}

	bool named = *at != NULL;
	if (*at && strcmp(*at, "--") != 0)
		ret->env = *at++;
	if (*at && !strcmp(*at, "--")) {
		at++;
		/* An empty "$@" in a script must not end in an interactive shell. */
		if (!*at && !ret->info) {
			*ret_why = text_copy("there is no command after '--'");
			return -1;
		}
	}
	if (*at)
		ret->command = at;
	return check(ret, named, ret_why);
}

void options_clear(struct options *o)
{
	free(o->variables);
	free(o->files);
	free(o->keep);
	o->variables = o->files = o->keep = NULL;
}

void options_help(struct text *out)
{
	text_add(out,
		"Usage: venvrun [OPTION...] ENV [--] CMD [ARG...]  run CMD in ENV\n"
		"       venvrun [OPTION...] ENV                    run $SHELL in ENV\n"
		"       venvrun [OPTION...] -- CMD [ARG...]        find ENV: $VIRTUAL_ENV,\n"
		"                                    else the nearest .venv or venv upwards\n"
		"\n"
		"Every Python below CMD is the environment's; no file is modified. ENV is a\n"
		"directory made by venvbuild, venv, virtualenv, uv, pipenv or conda, or a plain\n"
		"prefix; a bare name is also looked for in $WORKON_HOME and ~/.virtualenvs.\n"
		"\n");
	for (size_t i = 0; i < COUNT(table); i++) {
		const struct option *option = &table[i];
		size_t start = out->len;
		if (option->letter)
			text_add_format(out, "  -%c, --%s", option->letter, option->name);
		else
			text_add_format(out, "      --%s", option->name);
		if (option->argument)
			text_add_format(out, "%s%s", *option->argument == '[' ? "" : "=", option->argument);
		while (out->len < start + 26)
			text_add(out, " ");
		text_add_format(out, "%s\n", option->help);
	}
	text_add(out,
		"\n"
		"VENVRUN=off in a command's environment releases it and what it starts:\n"
		"  VENVRUN=off apt-get install git\n"
		"Exit status: CMD's own; 125 venvrun failed, 126 CMD was found but cannot be\n"
		"run, 127 CMD was not found.\n");
}
