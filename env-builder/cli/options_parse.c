// SPDX-License-Identifier: MIT
// Reads the command line of venvbuild.
#include "env-builder/cli/options_parse.h"

#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/text.h"
#include "env-builder/cli/compat_options.h"
#include "env-builder/cli/option_table.h"

/* Reads an option of another program as the one of venvbuild that has its effect. */
static char *read_compat(struct options *o, const struct compat_option *compat, const char *value,
	char ***argv)
{
	_cleanup_free_ char *name = text_format("--%s", compat->name);
	if (compat->why)
		return text_format("venvbuild does not support %s: %s", name, compat->why);
	const struct args_option takes = {.value = compat->argument ? "VALUE" : NULL};
	char *wrong = args_value(&takes, name, &value, argv);
	const struct args_option *option = compat->same
		? args_find(option_table, option_count, compat->same, strlen(compat->same))
		: NULL;
	if (wrong || !option)
		return wrong;
	if (!compat->value || !value)
		return args_set(option, o, value ? value : compat->value);
	_cleanup_free_ char *both = text_format("%s%s", compat->value, value);
	return args_set(option, o, both);
}

static char *read_option(struct options *o, char ***argv)
{
	const char *word = **argv;
	size_t n = strcspn(word, "=");
	const struct compat_option *compat = word[1] == '-' ? compat_options_find(word + 2, n - 2) : NULL;
	return compat ? read_compat(o, compat, word[n] ? word + n + 1 : NULL, argv)
		      : args_read(option_table, option_count, o, argv);
}

int options_parse(char **argv, struct options *ret, char **ret_why)
{
	struct options o = {0};
	char *wrong = NULL;
	bool operands = false;
	strings_add(&o.create.install.seeds, "pip");
	for (char **arg = argv; *arg && !wrong; arg += *arg != NULL) {
		if (operands || **arg != '-' || !(*arg)[1])
			strings_add(&o.envs, *arg);
		else if (!strcmp(*arg, "--"))
			operands = true;
		else
			wrong = read_option(&o, &arg);
	}
	if (wrong) {
		options_clear(&o);
		*ret_why = wrong;
		return -1;
	}
	o.create.install.show = o.output.verbose ? WATCH_ALL
		: o.output.quiet                 ? WATCH_NOTHING
						 : WATCH_PROGRESS;
	*ret = o;
	return 0;
}

void options_help(struct text *out)
{
	text_add(out,
		"Usage: venvbuild [OPTION...] ENV [ENV...]\n"
		"Makes Python virtual environments.\n\n");
	args_help(option_table, option_count, 34, out);
	text_add(out,
		"\nOptions of venv, virtualenv and uv venv have the same effect as there, or are refused "
		"with\n"
		"the reason. Exit status: 0 every ENV exists, 1 one could not be made, 2 wrong usage.\n");
}
