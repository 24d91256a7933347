// SPDX-License-Identifier: MIT
// Why the interpreter of an environment cannot run, and the remedy.
#include "env-builder/discovery/env_fault.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/interp.h"
#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/discovery/path_scan.h"
#include "env-builder/discovery/python_request.h"

struct search {
	const struct env *env;
	bool found;
};

/* Only a name with X.Y counts, as nothing is run. */
static bool is_another(void *ctx, const char *path)
{
	struct search *search = ctx;
	const struct env *env = search->env;
	struct interp name;

	search->found = interp_parse(path_base(path), &name) && name.major == env->major &&
		name.minor == env->minor && fs_is_executable(path) && !path_under(path, env->root);
	return search->found;
}

/* Is there an interpreter of env's version outside of env? */
static bool has_another(const struct env *env)
{
	struct search search = {env, false};
	_cleanup_free_ char *text = env_python_request(env);
	struct python_request request;

	if (python_request_parse(text, &request))
		path_scan(&request, is_another, &search);
	return search.found;
}

/* What to do about a missing interpreter. */
static char *remedy(const struct env *env)
{
	_cleanup_free_ char *root = text_quoted(env->root);

	if (env->kind == ENV_CONDA)
		return text_format("to install it again: conda install -p %s python", root);
	if (env->kind == ENV_PREFIX)
		return text_copy("install it again");
	if (!env->major)
		return text_format("to make the environment again: venvbuild --clear %s", root);
	if (has_another(env))
		return text_format("to use another Python %d.%d: venvbuild --repair %s", env->major,
			env->minor, root);
	return text_format(
		"install Python %d.%d again, then: venvbuild --repair %s; "
		"to make it with another version: venvbuild --clear %s",
		env->major, env->minor, root, root);
}

static char *not_permitted(const struct env *env, const char *path)
{
	_cleanup_free_ char *root = text_quoted(env->root), *quoted = text_quoted(path);

	return text_format(
		"cannot use %s: %s: Permission denied; ask its owner for permission to read it, "
		"or make an environment of your own: venvbuild DIR",
		root, quoted);
}

/* The file at the end of the links from path on, allocated: or the first one that does not exist or cannot be
 * read, with its errno in *ret_error; else that is 0. */
static char *follow(const char *path, int *ret_error)
{
	struct stat st;
	char *at = text_copy(path);

	for (int links = 0; links < FS_LINKS_MAX; links++) {
		*ret_error = lstat(at, &st) ? errno : 0;
		char *next = *ret_error || !S_ISLNK(st.st_mode) ? NULL : fs_link_target(at);
		if (!next)
			return at;
		free(at);
		at = next;
	}
	*ret_error = ELOOP;
	return at;
}

static char *without_python(const struct env *env)
{
	_cleanup_free_ char *root = text_quoted(env->root), *bin = text_format("%s/bin", env->root);

	if (access(bin, R_OK | X_OK) && errno == EACCES)
		return not_permitted(env, bin);
	_cleanup_free_ char *helps = remedy(env);
	return text_format("%s has no interpreter in its bin; %s", root, helps);
}

static char *without_home(const struct env *env, int error)
{
	_cleanup_free_ char *root = text_quoted(env->root), *home = text_quoted(env->home);

	if (error == EACCES)
		return not_permitted(env, env->home);
	_cleanup_free_ char *helps = remedy(env);
	return text_format(
		"the base interpreter of %s is missing: its pyvenv.cfg has home = %s, and there is no such "
		"directory; %s",
		root, home, helps);
}

char *env_fault(const struct env *env)
{
	struct stat st;
	int error = 0;

	if (env->home && stat(env->home, &st))
		return without_home(env, errno);
	if (env->home && !S_ISDIR(st.st_mode))
		return without_home(env, ENOTDIR);
	if (!env->python)
		return without_python(env);
	if (fs_is_executable(env->python))
		return NULL;
	_cleanup_free_ char *last = follow(env->python, &error);
	_cleanup_free_ char *root = text_quoted(env->root), *python = text_quoted(env->python),
			    *quoted = text_quoted(last);
	if (error == EACCES)
		return not_permitted(env, last);
	if (!error) {
		bool file = fs_is_file(last);
		return text_format("cannot run the interpreter of %s: %s is not an executable file%s%s", root,
			quoted, file ? ": " : "", file ? fs_why_not_executable(last) : "");
	}
	_cleanup_free_ char *helps = remedy(env);
	return text_format("the interpreter of %s is missing: %s is a symbolic link that ends at %s: %s; %s",
		root, python, quoted, strerror(error), helps);
}

int env_inspect(const char *dir, struct env *ret, char **ret_fault, char **ret_why)
{
	struct env env;

	if (env_read(dir, &env, ret_why) < 0)
		return -1;
	char *fault = env_fault(&env);
	if (!env.major) {
		_cleanup_free_ char *root = text_quoted(env.root);
		*ret_why = fault
			? fault
			: text_format(
				  "cannot determine the Python version of %s: it is not in pyvenv.cfg, "
				  "and there is not exactly one lib/pythonX.Y",
				  root);
		env_clear(&env);
		return -1;
	}
	*ret_fault = fault;
	*ret = env;
	return 0;
}

int env_open(const char *dir, struct env *ret, char **ret_why)
{
	struct env env;
	char *fault;

	if (env_inspect(dir, &env, &fault, ret_why) < 0)
		return -1;
	if (fault) {
		env_clear(&env);
		*ret_why = fault;
		return -1;
	}
	*ret = env;
	return 0;
}
