// SPDX-License-Identifier: MIT
// Why a command cannot be run.
#include "runner/exec_failure.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/envp.h"
#include "common/core/names.h"
#include "common/core/path.h"
#include "common/core/search.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"

static const char *environment_path(const struct launch *l)
{
	const char *path = envp_get(l->call.envp, "PATH");
	return path ? path : SEARCH_DEFAULT;
}

struct chain_end exec_failure_chain(const struct launch *l, const char *found,
	const struct chain_steps *steps)
{
	return chain_follow(found, environment_path(l), steps);
}

/* The first file of the name in PATH, which could not be executed, else the name itself; allocated. */
static char *culprit(const struct launch *l)
{
	const char *name = l->request.file, *path = l->request.search;

	if (path_dir_len(name) || !*name)
		return text_copy(name);
	_cleanup_free_ char *candidate = need(malloc(search_room(path, name)));
	while (search_next(&path, name, candidate))
		if (fs_exists(candidate))
			return take(&candidate);
	return text_copy(name);
}

/* Is it a command that only a shell can run? */
static bool is_builtin(const char *name)
{
	static const char *const names[] = {"alias", "cd", "eval", "exec", "exit", "export", "source", "type",
		"ulimit", "unset"};

	for (size_t i = 0; i < COUNT(names); i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

/* A hint for a name that was not found, allocated; or NULL. */
static char *not_found(const char *name)
{
	_cleanup_free_ char *quoted = text_quoted(name);

	if (name[0] == '-')
		return text_copy("options of venvrun come before ENV");
	if (!path_dir_len(name) && fs_is_file(name))
		return text_format("it is not in PATH; here it is ./%s", quoted);
	if (strchr(name, ' '))
		return text_copy(
			"it is one word that contains blanks; give the command and each argument as a word");
	if (path_dir_len(name))
		return NULL;
	if (is_builtin(name))
		return text_format("it is a command of the shell; use venvrun ENV -- sh -c '%s ...'", name);
	if (strchr(name, '='))
		return text_format("only a shell sets a variable so; use --env %s", quoted);
	return text_copy("it is not in PATH");
}

/* Lines of a script that was written on DOS or Windows end with a carriage return, and so does the
 * interpreter's name. */
static char *missing(const char *what, const char *name, const char *state)
{
	size_t n = strcspn(name, "\r");
	return text_format("%s %.*s%s%s", what, (int)n, name, state,
		name[n] ? " under that name with a carriage return: it has DOS line ends" : "");
}

/* What the errno alone does not show, allocated; or NULL. */
static char *explanation(const struct launch *l, const struct chain_end *end, int error)
{
	const char *what = end->part == CHAIN_LOADER ? "the loader" : "the interpreter";
	_cleanup_free_ char *owner = NULL;

	if (!*l->request.file)
		return text_copy("its name is empty");
	if (error == E2BIG)
		return text_copy(
			"the arguments and variables, or one of them, are longer than the kernel accepts");
	switch (end->part) {
	case CHAIN_WHOLE:
		return NULL;
	case CHAIN_FILE:
		if (end->error == ENOENT)
			return not_found(l->request.file);
		if (end->error == EACCES && fs_is_dir(end->name))
			return text_copy("it is a directory");
		if (end->error == EACCES && fs_is_file(end->name) && !fs_is_executable(end->name))
			return text_copy(fs_why_not_executable(end->name));
		return NULL;
	case CHAIN_COMMAND:
		return missing("its first line asks env for", end->name,
			end->error == ENOENT ? ", which is not in PATH" : ", which cannot be executed");
	case CHAIN_INTERPRETER:
	case CHAIN_LOADER:
		break;
	}
	if (end->error == ELOOP)
		return text_copy(
			"its interpreter is a script, whose interpreter is a script: more than the kernel "
			"follows");
	if (strcmp(path_base(end->owner), path_base(l->request.file)) != 0)
		owner = text_format("%s of %s,", what, end->owner);
	else
		owner = text_format("its %s", what + strlen("the "));
	const char *state = end->error == ENOENT ? " is missing" : " cannot be executed";
	_cleanup_free_ char *more = end->error == EACCES && fs_is_file(end->name)
		? text_format("%s: %s", state, fs_why_not_executable(end->name))
		: text_copy(state);
	return missing(owner, end->name, more);
}

static char *cannot_run(const struct launch *l, const struct chain_end *end, int error)
{
	/* ENV's interpreter if that failed, else the name as given. */
	const char *shown = l->plan.argv_changes ? l->call.file : l->request.file;
	_cleanup_free_ char *more = explanation(l, end, error);
	_cleanup_free_ char *quoted = text_quoted(shown);

	return text_format("cannot run %s: %s%s%s", quoted, strerror(error), more ? ": " : "",
		more ? more : "");
}

static int status_of(int error)
{
	return error == ENOENT ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN;
}

struct chain_end exec_failure_not_found(const struct launch *l, int error)
{
	return (struct chain_end){CHAIN_FILE, culprit(l), text_copy(l->request.file), error};
}

/* The file that cannot be executed. chain_end_clear() frees it. */
static struct chain_end find_end(const struct launch *l)
{
	int error = 0;
	bool changes = l->plan.argv_changes;
	_cleanup_free_ char *found = changes ? text_copy(l->call.file) : launch_found(l, &error);

	if (found)
		return exec_failure_chain(l, found, NULL);
	return exec_failure_not_found(l, error);
}

int exec_failure_predict(const struct launch *l, const struct chain_end *end, char **ret_why)
{
	if (l->plan.refused) {
		_cleanup_free_ char *quoted = text_quoted(l->request.file);
		*ret_why = text_format(
			"%s is refused by --strict: %s, so what it starts could not be followed", quoted,
			exec_escape_name(l->plan.escape));
		return EXIT_CANNOT_RUN;
	}
	if (l->plan.argv_changes || end->part == CHAIN_WHOLE)
		return 0;
	*ret_why = cannot_run(l, end, end->error);
	return status_of(end->error);
}

int exec_failure_of(const struct launch *l, int error, char **ret_why)
{
	if (l->plan.refused)
		return exec_failure_predict(l, NULL, ret_why);
	_cleanup_(chain_end_clear) struct chain_end end = find_end(l);

	*ret_why = cannot_run(l, &end, error);
	return status_of(error);
}
