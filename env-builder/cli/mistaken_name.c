// SPDX-License-Identifier: MIT
// Names of environments that look like something else.
#include "env-builder/cli/mistaken_name.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/text.h"
#include "env-builder/discovery/python_request.h"

/* Subcommands of pip, uv, virtualenv's wrappers, pyenv, poetry and conda. */
static const struct {
	const char *word, *command;
} commands[] = {
	{"add", "venvbuild ENV --install NAME"},
	{"install", "venvbuild ENV --install NAME"},
	{"pip", "venvbuild ENV --install NAME"},
	{"sync", "venvbuild ENV -r FILE"},
	{"uninstall", "venvrun ENV -- pip uninstall NAME"},
	{"remove", "rm -r ENV"},
	{"rm", "rm -r ENV"},
	{"create", "venvbuild ENV"},
	{"init", "venvbuild ENV"},
	{"activate", ". ENV/bin/activate"},
	{"run", "venvrun ENV -- CMD"},
	{"exec", "venvrun ENV -- CMD"},
	{"shell", "venvrun ENV"},
	{"list", "venvrun --info ENV; of the interpreters: venvbuild --list-pythons"},
	{"info", "venvrun --info ENV"},
	{"freeze", "venvbuild --lock FILE ENV"},
	{"lock", "venvbuild --lock FILE ENV"},
	{"update", "venvbuild --upgrade ENV"},
	{"upgrade", "venvbuild --upgrade ENV"},
	{"repair", "venvbuild --repair ENV"},
	{"version", "venvbuild --version"},
	{"help", "venvbuild --help"},
};

/* Files that one installs from or runs; %s is the name. */
static const struct {
	const char *suffix, *command;
} files[] = {
	{".txt", "venvbuild ENV -r %s"},
	{".in", "venvbuild ENV -r %s"},
	{".toml", "venvbuild ENV -r %s"},
	{".whl", "venvbuild ENV --install %s"},
	{".tar.gz", "venvbuild ENV --install %s"},
	{".zip", "venvbuild ENV --install %s"},
	{".py", "venvrun ENV -- python %s"},
};

/* "3.11", ">=3.9", "python3.11", "pypy@3.10", "cpython-3.12.3-linux-x86_64-gnu"; not "py311" and "2024",
 * which are names. */
static bool is_version(const char *name)
{
	struct python_request spec;
	const char *digits = name + strcspn(name, "0123456789");
	bool plain = isdigit((unsigned char)*name) && !strchr(name, '.') && strcmp(name, "2") != 0 &&
		strcmp(name, "3") != 0;
	bool short_name = text_starts(name, "py") && isdigit((unsigned char)name[2]);
	return *digits && !plain && !short_name && python_request_parse(name, &spec) && spec.count;
}

static const char *intended(const char *name, const char *base, const char **ret_kind)
{
	*ret_kind = "a command";
	for (size_t i = 0; i < COUNT(commands); i++)
		if (!strcmp(name, commands[i].word))
			return commands[i].command;
	*ret_kind = "a file";
	for (size_t i = 0; i < COUNT(files); i++)
		if (text_ends(name, files[i].suffix) && strlen(base) > strlen(files[i].suffix))
			return files[i].command;
	*ret_kind = "a version of Python";
	if (is_version(name))
		return "venvbuild -p %s ENV";
	*ret_kind = "a requirement";
	if (!strchr(name, '/') && isalpha((unsigned char)*name) && strpbrk(name, "=<>~!["))
		return "venvbuild ENV --install %s";
	return NULL;
}

char *mistaken_for(const char *name)
{
	const char *kind, *command = intended(name, path_base(name), &kind),
			  *hole = command ? strstr(command, "%s") : NULL;
	_cleanup_free_ char *quoted = text_quoted(name);

	if (!command)
		return NULL;
	return hole ? text_format(
			      "%s looks like %s, but is used as the name of an environment; "
			      "did you mean: %.*s%s%s",
			      quoted, kind, (int)(hole - command), command, quoted, hole + 2)
		    : text_format(
			      "%s looks like %s, but is used as the name of an environment; "
			      "did you mean: %s",
			      quoted, kind, command);
}
