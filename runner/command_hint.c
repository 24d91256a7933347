// SPDX-License-Identifier: MIT
// The right command line for a name that is not an environment.
#include "runner/command_hint.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/path.h"
#include "common/core/search.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "common/env/env.h"
#include "runner/chain_end.h"

/* "did you mean" and the command line with these first words, then those of command; allocated. */
static char *suggestion(const char *env, const char *const *first, char *const *command)
{
	_cleanup_text_ struct text line = {0};

	text_add(&line, "did you mean 'venvrun ");
	if (env)
		text_add_quoted(&line, env);
	text_add(&line, !env || !(*first || (command && *command)) ? "" : " ");
	text_add(&line, *first || (command && *command) ? "--" : "");
	for (; *first; first++) {
		text_add(&line, " ");
		text_add_quoted(&line, *first);
	}
	for (; command && *command; command++) {
		text_add(&line, " ");
		text_add_quoted(&line, *command);
	}
	text_add(&line, "'?");
	return text_take(&line);
}

#define DEPTH_MAX 6 /* as deep as a module in site-packages */

/* The environment that contains the file or directory, as written: ".venv" for ".venv/bin/python"; allocated,
 * or NULL. */
static char *environment_of(const char *name)
{
	_cleanup_free_ char *at = text_copy(name);

	for (int depth = 0; depth < DEPTH_MAX && *at; depth++) {
		size_t n = path_dir_len(at);
		while (n > 1 && at[n - 1] == '/')
			n--;
		at[n] = '\0';
		_cleanup_free_ char *cfg = text_format("%s%spyvenv.cfg", n ? at : "", n ? "/" : "");
		if (fs_is_file(cfg))
			return text_copy(n ? at : ".");
	}
	return NULL;
}

/* The hint for a project with an environment in it, allocated; or NULL. */
static char *project(const char *name)
{
	static const char *const names[] = {".venv", "venv"};
	const char *end = strcmp(name, ".") != 0 ? name : "";
	size_t n = strlen(end);

	for (size_t i = 0; i < COUNT(names); i++) {
		_cleanup_free_ char *env = text_format("%s%s%s", end, n && end[n - 1] != '/' ? "/" : "",
			names[i]);
		_cleanup_free_ char *quoted = text_quoted(env);
		if (env_might_be(env))
			return text_format("did you mean 'venvrun %s'?", quoted);
	}
	return NULL;
}

/* Is it a command in PATH or in the environment? */
static bool is_command(const char *name, const char *env)
{
	const char *path = getenv("PATH");
	int error;
	_cleanup_free_ char *found = chain_find(name, path ? path : SEARCH_DEFAULT, &error);
	_cleanup_free_ char *own = env ? text_format("%s/bin/%s", env, name) : NULL;

	return found || (own && fs_is_executable(own));
}

/* The hint for a name that may be a command to install, or an environment to make. Takes ownership of
 * line. */
static char *command_or_environment(const char *name, char *line)
{
	_cleanup_free_ char *quoted = text_quoted(name), *taken = line;

	return text_format("%s To make it: venvbuild %s", taken, quoted);
}

char *command_hint(const char *name, char *const *command, const char *env)
{
	static const char *const none[] = {NULL};
	const char *const itself[] = {name, NULL}, *const python[] = {"python", name, NULL};

	_cleanup_free_ char *absolute = fs_absolute(name), *own = NULL;
	if (fs_is_dir(name)) {
		char *found = project(name);
		/* "." may be inside of one. */
		own = found ? NULL : environment_of(strchr(name, '.') && absolute ? absolute : name);
		return own ? suggestion(own, none, command) : found;
	}
	if (!path_dir_len(name) && !fs_is_file(name)) {
		if (is_command(name, env))
			return suggestion(env ? NULL : "ENV", itself, command);
		return env ? command_or_environment(name, suggestion(NULL, itself, command)) : NULL;
	}
	if (!fs_is_file(name))
		return NULL;
	own = environment_of(name);
	const char *where = own ? own : env ? NULL : "ENV";
	if (fs_is_executable(name) && path_dir_len(name))
		return suggestion(where, itself, command);
	_cleanup_free_ char *here = text_format("./%s", name);
	const char *const relative[] = {here, NULL};
	if (fs_is_executable(name))
		return suggestion(where, relative, command);
	if (own && !text_ends(name, ".py"))
		return suggestion(own, none, command);
	return text_ends(name, ".py") ? suggestion(where, python, command) : NULL;
}
