// SPDX-License-Identifier: MIT
// The environment variables of the command.
#include "runner/child_environ.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/core/before_format.h"
#include "common/core/envp.h"
#include "common/core/envp_plan.h"
#include "common/core/names.h"
#include "common/core/path.h"
#include "common/core/policy.h"
#include "common/core/search.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/text.h"
#include "common/env/environment_d.h"

#define CONDA_DEEPEST 1000 /* a larger CONDA_SHLVL was not set by conda */

static bool same(const char *component, size_t n, const char *dir, size_t dir_len)
{
	while (n > 1 && component[n - 1] == '/')
		n--;
	return n == dir_len && !memcmp(component, dir, n);
}

/* PATH with bin first and once, without other, which may be NULL; allocated. */
static char *path_with(const char *path, const char *bin, const char *other)
{
	struct text out = {0};
	size_t bin_len = strlen(bin), other_len = other ? strlen(other) : 0;

	text_add(&out, bin);
	if (!path || !*path)
		path = SEARCH_DEFAULT;
	for (;; path++) {
		size_t n = strcspn(path, ":");
		if (!same(path, n, bin, bin_len) && !(other && same(path, n, other, other_len))) {
			text_add(&out, ":");
			text_add_n(&out, path, n);
		}
		path += n;
		if (!*path)
			return text_take(&out);
	}
}

/* The bin of the environment that is active in the calling shell, allocated: activation would deactivate it.
 * NULL where none is active, or only a plain prefix: its bin, perhaps /usr/bin, has other programs. */
static char *outer_bin(const struct environ_list *v)
{
	const char *outer = environ_list_get(v, "VIRTUAL_ENV");
	if (!outer || !*outer)
		return NULL;
	_cleanup_free_ char *cfg = text_format("%s/pyvenv.cfg", outer);
	return access(cfg, F_OK) ? NULL : text_format("%s/bin", outer);
}

static void set_path(struct environ_list *v, const struct env *env)
{
	_cleanup_free_ char *bin = text_format("%s/bin", env->root), *other = outer_bin(v);
	_cleanup_free_ char *path = path_with(environ_list_get(v, "PATH"), bin, other);
	environ_list_set(v, "PATH", path);
}

/* Sets the variables of "conda activate". CONDA_SHLVL counts the environments and CONDA_PREFIX_N contains
 * those to which "conda deactivate" returns. */
static void set_conda(struct environ_list *v, const struct env *env)
{
	const char *outer = environ_list_get(v, "CONDA_PREFIX"), *depth = environ_list_get(v, "CONDA_SHLVL");
	long level = depth && outer ? strtol(depth, NULL, 10) : 0;
	if (level < 0 || level > CONDA_DEEPEST)
		level = 0;
	if (level && strcmp(outer, env->root) != 0) {
		_cleanup_free_ char *name = text_format("CONDA_PREFIX_%ld", level);
		environ_list_set(v, name, outer);
		level++;
	}
	_cleanup_free_ char *new_depth = text_format("%ld", level ? level : 1);

	/* conda shows the name of an environment in a directory "envs", else its path. */
	const char *base = path_base(env->root), *name = env->root;
	_cleanup_free_ char *installs = text_format("%s/condabin", env->root);
	_cleanup_free_ char *parent = text_copy_n(env->root, path_dir_len(env->root));
	if (!access(installs, F_OK))
		name = "base";
	else if (text_ends(parent, "/envs/"))
		name = base;
	_cleanup_free_ char *modifier = text_format("(%s) ", name);
	environ_list_set(v, "CONDA_PREFIX", env->root);
	environ_list_set(v, "CONDA_DEFAULT_ENV", name);
	environ_list_set(v, "CONDA_SHLVL", new_depth);
	environ_list_set(v, "CONDA_PROMPT_MODIFIER", modifier);
}

static bool set(void *ctx, const char *name, const char *value)
{
	environ_list_set(ctx, name, value);
	return true;
}

static const char *get(void *ctx, const char *name)
{
	return environ_list_get(ctx, name);
}

/* The variables before venvrun, or before the outermost venvrun. */
struct original {
	char **list; /* one allocation, strings included */
};

static void original_clear(const struct original *o)
{
	free(o->list);
}

static struct original original_make(const struct environ_list *v)
{
	const char *text = envp_last(v->list, POLICY_VARIABLE);
	_cleanup_free_ char *copy = text ? text_copy(text) : NULL;
	struct policy outer;
	struct envp_wish wish = {.is_released = true, .left = &outer};
	struct envp_plan plan = {.count = v->count};
	bool nested = copy && policy_parse(copy, &outer) && envp_plan_measure(v->list, &wish, &plan);
	struct original ret = {need(malloc((plan.count + 1) * sizeof(*ret.list) + plan.text))};

	if (nested)
		envp_plan_fill(&plan, ret.list, (char *)(ret.list + plan.count + 1));
	else
		memcpy(ret.list, v->list, (v->count + 1) * sizeof(*ret.list));
	return ret;
}

/* Sets VENVRUN_BEFORE, from which the library restores the variables of a released program
 * (common/core/release.h). Variables of the command line are set later and are not restored. */
static void set_before(struct environ_list *v, const struct env *env, const struct original *before)
{
	const struct policy policy = {.env = env->root, .python = env->python};
	size_t size = before_format(NULL, 0, &policy, before->list, v->list);

	if (size <= 1 || size > BEFORE_MAX)
		return;
	_cleanup_free_ char *text = need(malloc(size));
	before_format(text, size, &policy, before->list, v->list);
	environ_list_set(v, BEFORE_VARIABLE, text);
}

int child_environ_set(struct environ_list *v, const struct env *env, const struct options *options,
	char **ret_why)
{
	_cleanup_(original_clear) struct original before = original_make(v);

	environ_list_unset(v, BEFORE_VARIABLE);
	/* A venvrun below VENVRUN=off was started on purpose: it works. */
	if (envp_is_off(v->list))
		environ_list_unset(v, OFF_VARIABLE);
	environ_list_unset(v, "PYTHONHOME");
	environ_list_unset(v, "PYTHONEXECUTABLE");
	environ_list_unset(v, "__PYVENV_LAUNCHER__");
	if (options->isolated) {
		environ_list_unset(v, "PYTHONPATH");
		environ_list_set(v, "PYTHONNOUSERSITE", "1");
	}
	set_path(v, env);
	environ_list_set(v, "VIRTUAL_ENV", env->root);
	environ_list_set(v, "VIRTUAL_ENV_PROMPT", env->prompt);
	if (env->kind == ENV_CONDA)
		set_conda(v, env);

	const struct environment_d variables = {set, get, v};
	if (environment_d_read(env->root, &variables, ret_why))
		return -1;
	set_before(v, env, &before);
	for (const char **file = options->files; *file; file++)
		if (environment_d_read_dotenv(*file, &variables, ret_why))
			return -1;
	for (const char **variable = options->variables; *variable; variable++) {
		size_t n = strcspn(*variable, "=");
		_cleanup_free_ char *name = text_copy_n(*variable, n);
		environ_list_set(v, name, *variable + n + 1);
	}
	return 0;
}

/* The library of an outer venvrun's policy, allocated; or NULL. */
static char *outer_library(const struct environ_list *v)
{
	const char *text = envp_last(v->list, POLICY_VARIABLE);
	_cleanup_free_ char *copy = text ? text_copy(text) : NULL;
	struct policy outer;
	return copy && policy_parse(copy, &outer) ? text_copy(outer.lib) : NULL;
}

void child_environ_preload(struct environ_list *v, const char *lib, const char *policy)
{
	const char *list = envp_last(v->list, PRELOAD_VARIABLE); /* ld.so uses the last one */
	_cleanup_free_ char *outer = outer_library(v);
	_cleanup_text_ struct text preload = {0};

	text_add(&preload, lib);
	while (list && *list) {
		size_t n = strcspn(list, ": ");
		_cleanup_free_ char *component = text_copy_n(list, n);
		bool ours = !strcmp(component, lib) || !strcmp(path_base(component), LIBRARY_NAME) ||
			(outer && !strcmp(component, outer));
		if (n && !ours) {
			text_add(&preload, ":");
			text_add(&preload, component);
		}
		list += n + (list[n] != '\0');
	}
	environ_list_set(v, PRELOAD_VARIABLE, preload.data);
	environ_list_set(v, POLICY_VARIABLE, policy);
}
