// SPDX-License-Identifier: MIT
// Why the interpreter of an environment cannot run, and what helps.
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

#define LINKS_MAX 40 /* behind one another, as the kernel has it */

struct wanted {
	const struct env *env;
	bool found;
};

/* Only what says its X.Y in its name: nothing is run to ask. */
static bool is_another(void *ctx, const char *path)
{
	struct wanted *wanted = ctx;
	const struct env *env = wanted->env;
	struct interp name;

	wanted->found = interp_parse(path_base(path), &name) && name.major == env->major &&
		name.minor == env->minor && fs_is_executable(path) && !path_under(path, env->root);
	return wanted->found;
}

static bool there_is_another(const struct env *env)
{
	struct wanted wanted = {env, false};
	bool pypy = env->site && strstr(env->site + strlen(env->root), "/pypy");
	_cleanup_free_ char *text = text_format("%s%d.%d", pypy ? "pypy" : "cpython", env->major, env->minor);
	struct python_request spec;

	if (python_request_parse(text, &spec))
		path_scan(&spec, is_another, &wanted);
	return wanted.found;
}

/* What to do about an interpreter that is gone. */
static char *cure(const struct env *env)
{
	_cleanup_free_ char *root = text_quoted(env->root);

	if (env->kind == ENV_CONDA)
		return text_format("install it again: conda install -p %s python", root);
	if (env->kind == ENV_PREFIX)
		return text_copy("install it again");
	if (!env->major)
		return text_format("make the environment anew: venvbuild --clear %s", root);
	if (there_is_another(env))
		return text_format("let the environment have another Python %d.%d: venvbuild --repair %s",
			env->major, env->minor, root);
	return text_format(
		"install Python %d.%d again, then: venvbuild --repair %s; "
		"for a Python of another version make it "
		"anew: venvbuild --clear %s",
		env->major, env->minor, root, root);
}

static char *closed(const struct env *env, const char *path)
{
	_cleanup_free_ char *root = text_quoted(env->root), *quoted = text_quoted(path);

	return text_format(
		"cannot use %s: %s: Permission denied; whoever owns it can let this user read and "
		"enter it, "
		"or make an environment of your own: venvbuild DIR",
		root, quoted);
}

/* The last file of the links from path on, allocated: the first one that is not there or cannot be looked at,
 * with its errno. */
static char *follow(const char *path, int *ret_error)
{
	struct stat st;
	char *at = text_copy(path);

	for (int links = 0; links < LINKS_MAX; links++) {
		*ret_error = lstat(at, &st) ? errno : 0;
		_cleanup_free_ char *to = *ret_error || !S_ISLNK(st.st_mode) ? NULL : fs_readlink(at);
		if (!to)
			return at;
		char *next = *to == '/' ? text_copy(to)
					: text_format("%.*s%s", (int)path_dir_len(at), at, to);
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
		return closed(env, bin);
	_cleanup_free_ char *helps = cure(env);
	return text_format("%s has no interpreter in its bin; %s", root, helps);
}

static char *without_home(const struct env *env, int error)
{
	_cleanup_free_ char *root = text_quoted(env->root), *home = text_quoted(env->home),
			    *helps = cure(env);

	if (error == EACCES)
		return closed(env, env->home);
	return text_format(
		"the base interpreter of %s is gone: its pyvenv.cfg says home = %s, and there is "
		"no such "
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
	_cleanup_free_ char *last = follow(env->python, &error), *helps = NULL;
	_cleanup_free_ char *root = text_quoted(env->root), *python = text_quoted(env->python),
			    *quoted = text_quoted(last);
	if (error == EACCES)
		return closed(env, last);
	if (!error && fs_is_file(last))
		return text_format("cannot run the interpreter of %s: %s is no executable file: %s", root,
			quoted, fs_why_not_executable(last));
	if (!error)
		return text_format("cannot run the interpreter of %s: %s is no executable file", root,
			quoted);
	helps = cure(env);
	return text_format("the interpreter of %s is gone: %s is a symbolic link that ends at %s: %s; %s",
		root, python, quoted, strerror(error), helps);
}
