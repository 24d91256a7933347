// SPDX-License-Identifier: MIT
// Which environment is meant, and its contents read.
#include "runner/select_env.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/core/path.h"
#include "common/core/reachable.h"
#include "common/core/search.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "common/tool/trust.h"
#include "runner/chain_end.h"
#include "runner/similar_env.h"
#include "runner/launch.h"
#include "runner/libc_io.h"
#include "runner/command_hint.h"
#include "env-builder/discovery/env_fault.h"

/* Where named environments are kept: the working directory first, then virtualenvwrapper's two. */
struct places {
	char *dirs[3];
};
#define PLACES (sizeof(((struct places *)NULL)->dirs) / sizeof(char *))

static void places_clear(const struct places *p)
{
	for (size_t i = 0; i < PLACES; i++)
		free(p->dirs[i]);
}

static struct places places_find(void)
{
	const char *workon = getenv("WORKON_HOME"), *home = getenv("HOME");
	return (struct places){{
		text_copy("."),
		workon && *workon ? text_copy(workon) : NULL,
		home && *home ? text_format("%s/.virtualenvs", home) : NULL,
	}};
}

/* The nearest .venv or venv at or above start, allocated; or NULL. */
static char *find_upwards(const char *start, char **ret_why)
{
	static const char *const names[] = {".venv", "venv"};
	_cleanup_free_ char *dir = realpath(start, NULL);
	if (!dir) {
		_cleanup_free_ char *quoted = text_quoted(start);
		*ret_why = text_format("cannot search an environment in %s and above: %s", quoted,
			strerror(errno));
		return NULL;
	}
	for (size_t len = strlen(dir);; dir[len] = '\0') {
		for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
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
	*ret_why = text_copy(
		"no environment: VIRTUAL_ENV is not set, and there is no .venv or venv "
		"here or in a directory above; to name one: venvrun ENV -- CMD; to make "
		"one: venvbuild .venv");
	return NULL;
}

/* What may be meant by a name that is no environment's, allocated; NULL. */
static char *hint_for(const struct options *options)
{
	const char *active = getenv("VIRTUAL_ENV"), *start = options->chdir ? options->chdir : ".";
	bool is_active = active && env_might_be(active);
	_cleanup_free_ char *why = NULL, *found = is_active ? text_copy(active) : find_upwards(start, &why);

	return command_hint(options->env, options->command, found);
}

/* "no environment named x", where it was searched, what may be the right command. */
static char *not_there(const struct options *options, const struct places *places)
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
		for (size_t i = 1; i < PLACES; i++)
			if (places->dirs[i])
				text_add_format(&why, ", nor in %s", places->dirs[i]);
		similar = similar_env(name, (const char *const *)places->dirs, PLACES);
	}
	/* To make an environment of that name is no advice for who wants to run it. */
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
	_cleanup_(places_clear) struct places places = places_find();
	if (!path_dir_len(name)) {
		for (size_t i = 0; i < PLACES; i++) {
			if (!places.dirs[i])
				continue;
			char *path = i ? text_format("%s/%s", places.dirs[i], name) : text_copy(name);
			if (env_might_be(path))
				return path;
			free(path);
		}
	}
	/* What is there without being an environment is for env_inspect() to judge. */
	struct stat st;
	if (!lstat(name, &st))
		return text_copy(name);
	if (errno == ENOENT || errno == ENOTDIR) {
		*ret_why = not_there(options, &places);
		return NULL;
	}
	int error = errno;
	_cleanup_free_ char *quoted = text_quoted(name);
	*ret_why = text_format("cannot read %s: %s", quoted, strerror(error));
	return NULL;
}

/* What env_inspect() cannot know: PATH has to carry the path. */
static int check(const struct env *env, char **ret_why)
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

/* Another user's environment could set variables, and with them run what that user wants. Only a path is as
 * good as the command that could be run from there. */
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

/* An environment that an option has taken for its own argument, where none is found: what to say,
 * allocated. */
static char *misplaced(const struct options *options)
{
	const struct {
		const char *const *list;
		const char *name, *what, *metavar;
	} rows[] = {
		{options->keep, "--keep", "pattern", "GLOB"},
		{options->keep_only, "--keep-only", "pattern", "GLOB"},
		{options->files, "--env-file", "file", "FILE"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		for (const char *const *value = rows[i].list; value && *value; value++) {
			if (!env_might_be(*value))
				continue;
			_cleanup_free_ char *quoted = text_quoted(*value);
			return text_format(
				"%s has used the environment %s as its %s; usage: venvrun %s=%s %s -- CMD",
				rows[i].name, quoted, rows[i].what, rows[i].name, rows[i].metavar, quoted);
		}
	return NULL;
}

int select_env(const struct options *options, struct env *ret, char **ret_fault, char **ret_why)
{
	const char *active = getenv("VIRTUAL_ENV");
	bool by_variable = !options->env && active && *active;
	_cleanup_free_ char *path = NULL, *fault = NULL;
	struct env env;

	*ret_why = NULL;
	if (!options->env && (*ret_why = misplaced(options)))
		return -1;
	if (options->env)
		path = find_named(options, ret_why);
	else if (by_variable)
		path = text_copy(active);
	else
		path = find_upwards(options->chdir ? options->chdir : ".", ret_why);
	char *instead = path || !options->env ? NULL : misplaced(options);
	if (instead) {
		free(*ret_why);
		*ret_why = instead;
	}
	if (!path && options->chdir && env_might_be(options->chdir)) {
		_cleanup_free_ char *why = *ret_why, *quoted = text_quoted(options->chdir);
		*ret_why = text_format(
			"%s%s --chdir has used the environment %s as its directory; usage: "
			"venvrun --chdir=DIR %s -- CMD",
			why, text_ends(why, "?") ? "" : ";", quoted, quoted);
	}
	if (!path || check_owner(options, path, ret_why))
		return -1;
	int r = env_inspect(path, &env, &fault, ret_why);
	/* What is in it can be told without its interpreter. */
	if (!r && fault && !options->info) {
		env_clear(&env);
		*ret_why = take(&fault);
		r = -1;
	}
	if (r) {
		_cleanup_free_ char *why = *ret_why, *hint = options->env ? hint_for(options) : NULL;
		*ret_why = by_variable
			? text_format("VIRTUAL_ENV: %s; to use another one: venvrun ENV -- CMD", why)
			: text_format("%s%s%s", why, hint ? "; " : "", hint ? hint : "");
		return -1;
	}
	if (check(&env, ret_why)) {
		env_clear(&env);
		return -1;
	}
	*ret = env;
	*ret_fault = take(&fault);
	return 0;
}
