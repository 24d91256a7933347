// SPDX-License-Identifier: MIT
// The environment that the command line selects, read and checked.
#include "runner/select_env.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/core/count.h"
#include "common/core/path.h"
#include "common/core/reachable.h"
#include "common/core/search.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "common/tool/trust.h"
#include "env-builder/discovery/env_fault.h"
#include "runner/chain_end.h"
#include "runner/command_hint.h"
#include "runner/libc_io.h"
#include "runner/misplaced_env.h"
#include "runner/similar_env.h"

/* The directories that are searched for a bare name: the working directory, then the two of
 * virtualenvwrapper. */
struct parents {
	char *dirs[3]; /* NULL: not set */
};
#define PARENTS COUNT(((struct parents *)NULL)->dirs)

static void parents_clear(const struct parents *p)
{
	for (size_t i = 0; i < PARENTS; i++)
		free(p->dirs[i]);
}

static struct parents parents_find(void)
{
	const char *workon = getenv("WORKON_HOME"), *home = getenv("HOME");
	return (struct parents){{
		text_copy("."),
		workon && *workon ? text_copy(workon) : NULL,
		home && *home ? text_format("%s/.virtualenvs", home) : NULL,
	}};
}

/* The nearest .venv or venv at or above start, allocated; or NULL, with an errno where start cannot be read,
 * else 0. */
static char *find_upwards(const char *start, int *ret_error)
{
	static const char *const names[] = {".venv", "venv"};
	_cleanup_free_ char *dir = realpath(start, NULL);
	*ret_error = dir ? 0 : errno;
	for (size_t len = dir ? strlen(dir) : 0; len; dir[len] = '\0') {
		for (size_t i = 0; i < COUNT(names); i++) {
			char *path = text_format("%s/%s", len > 1 ? dir : "", names[i]);
			if (env_might_be(path))
				return path;
			free(path);
		}
		if (len <= 1)
			break;
		len = path_dir_len(dir);
		len -= len > 1;
	}
	return NULL;
}

/* The message for find_upwards(), allocated. */
static char *not_upwards(const char *start, int error)
{
	_cleanup_free_ char *quoted = text_quoted(start);

	if (error)
		return text_format("cannot search an environment in %s and above: %s", quoted,
			strerror(error));
	return text_copy(
		"no environment: VIRTUAL_ENV is not set, and there is no .venv or venv here or in a "
		"directory above; to name one: venvrun ENV -- CMD; to make one: venvbuild .venv");
}

/* $VIRTUAL_ENV, or NULL. */
static const char *active_env(void)
{
	const char *active = getenv("VIRTUAL_ENV");
	return active && *active ? active : NULL;
}

static const char *start_of(const struct options *options)
{
	return options->chdir ? options->chdir : ".";
}

/* A hint for a name that no environment has, allocated; or NULL. */
static char *hint_for(const struct options *options)
{
	const char *active = active_env();
	bool is_active = active && env_might_be(active);
	int error;
	_cleanup_free_ char *found = is_active ? text_copy(active) : find_upwards(start_of(options), &error);

	return command_hint(options->env, options->command, found);
}

/* The message for a missing environment, allocated: where it was searched, and a hint. */
static char *not_found(const struct options *options, const struct parents *parents)
{
	const char *name = options->env;
	_cleanup_text_ struct text why = {0};
	size_t dir_len = path_dir_len(name);
	_cleanup_free_ char *parent = text_copy_n(name, dir_len), *similar = NULL;

	text_add(&why, "no environment named ");
	text_add_quoted(&why, name);
	if (dir_len) {
		text_add(&why, ": no such directory");
		const char *const dirs[] = {parent};
		while (dir_len > 1 && parent[dir_len - 1] == '/')
			parent[--dir_len] = '\0';
		similar = similar_env(path_base(name), dirs, 1);
	} else {
		text_add(&why, " here");
		for (size_t i = 1; i < PARENTS; i++)
			if (parents->dirs[i])
				text_add_format(&why, ", nor in %s", parents->dirs[i]);
		similar = similar_env(name, (const char *const *)parents->dirs, PARENTS);
	}
	/* A user who wants to run that name does not want to make an environment of it. */
	_cleanup_free_ char *command = similar ? NULL : hint_for(options);
	if (command) {
		text_add_format(&why, "; %s", command);
		return text_take(&why);
	}
	if (similar) {
		text_add(&why, "; did you mean ");
		text_add_quoted(&why, similar);
		text_add(&why, "?");
	}
	text_add(&why, similar ? " To make it: venvbuild " : "; to make it: venvbuild ");
	text_add_quoted(&why, name);
	return text_take(&why);
}

/* The path of the environment that was named, allocated; or NULL. */
static char *find_named(const struct options *options, char **ret_why)
{
	const char *name = options->env;

	if (!*name) {
		*ret_why = text_copy("the name of the environment is empty; usage: venvrun ENV -- CMD");
		return NULL;
	}
	_cleanup_(parents_clear) struct parents parents = parents_find();
	for (size_t i = 0; i < PARENTS && !path_dir_len(name); i++) {
		if (!parents.dirs[i])
			continue;
		char *path = i ? text_format("%s/%s", parents.dirs[i], name) : text_copy(name);
		if (env_might_be(path))
			return path;
		free(path);
	}
	/* For an existing path that is not an environment, env_inspect() has the message. */
	struct stat st;
	if (!lstat(name, &st))
		return text_copy(name);
	if (errno == ENOENT || errno == ENOTDIR) {
		*ret_why = not_found(options, &parents);
		return NULL;
	}
	int error = errno;
	_cleanup_free_ char *quoted = text_quoted(name);
	*ret_why = text_format("cannot read %s: %s", quoted, strerror(error));
	return NULL;
}

/* What env_inspect() does not check: ENV's bin must fit into PATH, and not every program may be below ENV. */
static int check_root(const struct env *env, char **ret_why)
{
	bool splits = strchr(env->root, ':');
	if (!splits && strcmp(env->root, "/") != 0)
		return 0;
	_cleanup_free_ char *quoted = text_quoted(env->root);
	*ret_why = !splits ? text_copy("/ cannot be an environment: every program would belong to it")
			   : text_format(
				     "cannot use %s: its path contains a ':', which PATH does not allow; "
				     "rename it",
				     quoted);
	return -1;
}

int select_env_usable(const struct env *env, char **ret_why)
{
	_Alignas(void *) char buf[REACHABLE_ROOM];
	int error = reachable(&libc_io, env->python, buf, sizeof buf);
	if (!error)
		return 0;
	_cleanup_free_ char *root = text_quoted(env->root), *python = text_quoted(env->python);
	_cleanup_(chain_end_clear) struct chain_end end = chain_follow(env->python, SEARCH_DEFAULT, NULL);
	bool loader = end.part == CHAIN_LOADER;
	*ret_why = text_format("cannot use %s: its interpreter %s cannot be executed: %s%s%s", root, python,
		loader ? "its loader " : "", loader ? end.name : strerror(-error),
		loader ? " is missing" : "");
	return -1;
}

/* Another user's environment could set variables, and so run any program of that user. Only for a path with a
 * slash this is no surprise: the user could also run a program by that path. */
static int check_owner(const struct options *options, const char *path, char **ret_why)
{
	bool named = options->env && path_dir_len(options->env);
	_cleanup_free_ char *refused = options->trust || named ? NULL : trust_refused(path);
	if (!refused)
		return 0;
	_cleanup_free_ char *quoted = text_quoted(options->env ? options->env : "--");
	*ret_why = text_format(
		"the environment is not given as a path and cannot be trusted: %s; to use it: "
		"venvrun --trust %s%s",
		refused, quoted, options->env ? "" : " CMD");
	return -1;
}

/* The path of the environment, allocated; or NULL and *ret_why. */
static char *find(const struct options *options, char **ret_why)
{
	const char *active = active_env();
	int error = 0;

	*ret_why = NULL;
	if (!options->env && (*ret_why = misplaced_env(options)))
		return NULL;
	char *path = options->env ? find_named(options, ret_why)
		: active          ? text_copy(active)
				  : find_upwards(start_of(options), &error);
	if (path)
		return path;
	if (!options->env)
		*ret_why = not_upwards(start_of(options), error);
	char *misplaced = options->env ? misplaced_env(options) : NULL;
	if (misplaced) {
		free(*ret_why);
		*ret_why = misplaced;
	}
	misplaced_env_chdir(options, ret_why);
	return NULL;
}

/* Reads the environment. Without an interpreter only --info can use it. */
static int inspect(const struct options *options, const char *path, struct env *ret, char **ret_fault,
	char **ret_why)
{
	if (env_inspect(path, ret, ret_fault, ret_why))
		return -1;
	if (!*ret_fault || options->info)
		return 0;
	env_clear(ret);
	*ret_why = take(ret_fault);
	return -1;
}

int select_env(const struct options *options, struct env *ret, char **ret_fault, char **ret_why)
{
	_cleanup_free_ char *path = find(options, ret_why);
	struct env env;

	*ret_fault = NULL;
	if (!path || check_owner(options, path, ret_why))
		return -1;
	if (inspect(options, path, &env, ret_fault, ret_why)) {
		_cleanup_free_ char *why = *ret_why, *hint = options->env ? hint_for(options) : NULL;
		*ret_why = !options->env && active_env()
			? text_format("VIRTUAL_ENV: %s; to use another one: venvrun ENV -- CMD", why)
			: text_format("%s%s%s", why, hint ? "; " : "", hint ? hint : "");
		return -1;
	}
	if (check_root(&env, ret_why)) {
		env_clear(&env);
		free(take(ret_fault));
		return -1;
	}
	*ret = env;
	return 0;
}
