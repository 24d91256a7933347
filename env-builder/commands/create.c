// SPDX-License-Identifier: MIT
// Makes one environment, or completes an existing one.
#include "env-builder/commands/create.h"

#include <errno.h>
#include <string.h>

#include "common/core/path.h"
#include "common/env/base_python.h"
#include "common/env/distributions.h"
#include "common/env/env.h"
#include "common/env/pyvenv_cfg.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "env-builder/commands/create_report.h"
#include "env-builder/commands/existing_environment.h"
#include "env-builder/commands/stranded_packages.h"
#include "env-builder/discovery/env_fault.h"
#include "env-builder/install/install.h"
#include "env-builder/layout/layout.h"
#include "env-builder/standalone/bundle.h"
#include "env-builder/transaction/apply.h"
#include "env-builder/transaction/stage.h"
#include "env-builder/wheel/find_wheel.h"
#include "env-builder/wheel/install_wheel.h"

/* Another builder may commit first; an attempt fails only if that happens in the middle of it. */
#define ATTEMPTS 100

/* The environment that is made. */
struct job {
	const struct create_request *request;
	const char *path;      /* absolute */
	struct strings wheels; /* of the seeds that are not installed yet */
	struct plan plan;
	bool exists; /* the planned environment exists: only packages are installed */
	enum commit how;
};

enum outcome {
	DONE,
	UNCHANGED, /* nothing is to be done, or nothing may be done: --dry-run */
	RACED,     /* another builder has changed the target meanwhile */
	FAILED,    /* with *ret_why */
};

static void job_clear(struct job *job)
{
	strings_clear(&job->wheels);
	plan_clear(&job->plan);
}

int create_failed(const char *path, char *why, char **ret_why)
{
	_cleanup_free_ char *quoted = text_quoted(path), *reason = why;
	bool there = stage_look(path) == TARGET_ENVIRONMENT;
	*ret_why = text_format(there ? "cannot change %s, which is unchanged: %s" : "cannot make %s: %s",
		quoted, reason);
	return -1;
}

/* Decides what is done with an existing target: sets how and exists. Returns 0, or -1 and *ret_why. */
static int look_at_target(struct job *job, char **ret_why)
{
	const struct create_request *request = job->request;
	_cleanup_free_ char *differs = NULL;
	job->exists = false;
	job->how = COMMIT_IMPORTED;
	switch (stage_look(job->path)) {
	case TARGET_NONE:
	case TARGET_EMPTY:
		job->how = COMMIT_NEW;
		return 0;
	case TARGET_ENVIRONMENT:
		if (request->clear)
			job->how = COMMIT_REPLACE;
		if (request->clear || request->allow_existing)
			return 0;
		differs = existing_differs(job->path, &job->plan);
		job->exists = !differs;
		if (job->exists)
			return 0;
		*ret_why = text_format(
			"another environment exists there: %s; use --clear to replace it or "
			"--allow-existing to update it",
			differs);
		return -1;
	case TARGET_DIRECTORY:
		if (request->allow_existing)
			return 0;
		*ret_why = text_copy(request->clear
				? "the directory is not an environment; --clear replaces only environments"
				: "the directory is not empty; use --allow-existing to make it there");
		return -1;
	case TARGET_OTHER:
		break;
	}
	*ret_why = text_copy("it exists and is not a directory");
	return -1;
}

static int seed_step(void *ctx, const char *wheel, int env, const char *path, char **ret_why)
{
	return install_wheel(ctx, wheel, env, path, ret_why);
}

static int bundle_step(void *ctx, int env, const char *path, char **ret_why)
{
	struct seeder *seeder = ctx;
	return bundle_install(seeder->python, seeder->cache, env, path, &seeder->means, ret_why);
}

/* Carries out the plan in the stage. The files of an existing environment join the new ones; they are copied,
 * not linked, where an installer will run, since it may write into them. */
static int fill_stage(const struct job *job, struct stage *stage, struct seeder *seeder, char **ret_why)
{
	const struct create_request *request = job->request;
	const struct step_makers makers = {seed_step, bundle_step, seeder};
	if (!job->exists && apply_plan(&job->plan, stage->env, &makers, ret_why) < 0)
		return -1;
	if (job->how != COMMIT_IMPORTED)
		return 0;
	const char *without = request->standalone && !job->exists ? BUNDLE_DIR : "";
	return stage_import(stage, !install_wanted(&request->install), without, ret_why);
}

static int install_in_stage(const struct job *job, const struct stage *stage, const struct cache *cache,
	struct lock_file *lock, char **ret_why)
{
	const struct create_request *request = job->request;
	if (!install_wanted(&request->install))
		return 0;
	_cleanup_free_ char *real = text_format("%s/%s/env", stage->dir, stage->name);
	const struct install_target target = {.python = request->base,
		.cache = cache,
		.real = real,
		.path = job->path,
		.system_site = request->system_site,
		.relocatable = request->relocatable,
		.standalone = request->standalone};
	return install_run(&request->install, &target, stage, lock, ret_why);
}

/* Makes the environment in a stage and commits it. */
static enum outcome make(const struct job *job, struct output *output, char **ret_why)
{
	const struct create_request *request = job->request;
	_cleanup_(lock_file_clear) struct lock_file lock = {0};
	_cleanup_(stage_close) struct stage stage;
	if (stage_open(job->path, &stage, ret_why) < 0)
		return FAILED;
	/* Without a cache, wheels are unpacked in the stage, which is removed at the end. */
	_cleanup_(
		cache_clear) struct cache own = {text_format("%s/%s", stage.dir, stage.name), true, stage.fd};
	bool uses_cache = request->install.seeds.count || request->standalone ||
		install_wanted(&request->install);
	_cleanup_close_ int usable = uses_cache ? cache_open(request->cache, "wheels") : -1;
	struct seeder seeder = {request->base, usable >= 0 ? request->cache : &own,
		request->relocatable ? NULL : job->path, request->means};
	if (fill_stage(job, &stage, &seeder, ret_why) < 0 ||
		install_in_stage(job, &stage, seeder.cache, &lock, ret_why) < 0)
		return FAILED;
	int r = stage_commit(&stage, job->how, ret_why);
	if (r)
		return r < 0 ? FAILED : RACED;
	return lock.text && lock_file_commit(&lock, &output->text, ret_why) < 0 ? FAILED : DONE;
}

/* One attempt, from the look at the target to the commit. */
static enum outcome attempt(struct job *job, struct output *output, char **ret_why)
{
	if (look_at_target(job, ret_why) < 0)
		return FAILED;
	if (job->exists && !install_wanted(&job->request->install))
		return UNCHANGED;
	if (!job->exists && job->how == COMMIT_IMPORTED)
		existing_keep(job->path, &job->plan);
	return output->dry_run ? UNCHANGED : make(job, output, ret_why);
}

/* Finds the wheels of the seeds; a seed that is installed in an environment that is kept needs none. */
static int find_wheels(struct job *job, char **ret_why)
{
	const struct create_request *request = job->request;
	const struct install_request *install = &request->install;
	_cleanup_free_ char *site = layout_site(request->base), *full = text_format("%s/%s", job->path, site);
	for (size_t i = 0; i < install->seeds.count; i++) {
		const char *seed = install->seeds.list[i];
		if (request->allow_existing && distributions_has(full, seed))
			continue;
		_cleanup_free_ char *name = text_copy_n(seed, strcspn(seed, "="));
		if (request->allow_existing && distributions_has(full, name)) {
			*ret_why = text_format(
				"another version of %s is installed; use --install %s to replace it", name,
				seed);
			return -1;
		}
		const char *otherwise = !strcmp(name, "pip") ? "--without-pip" : "--seed pip";
		char *wheel = find_wheel(request->base, seed, strings_const(&install->wheel_dirs), otherwise,
			ret_why);
		if (!wheel)
			return -1;
		strings_add_take(&job->wheels, wheel);
	}
	return 0;
}

static void plan_environment(struct job *job)
{
	const struct create_request *request = job->request;
	_cleanup_free_ char *cwd = request->prompt && !strcmp(request->prompt, ".") ? fs_absolute(".") : NULL;
	_cleanup_(interpreter_clear) struct interpreter inside = {0};
	if (request->standalone)
		inside = bundle_inside(request->base, job->path);
	const struct layout_request layout = {.env = job->path,
		.python = request->standalone ? &inside : request->base,
		.bundle = request->standalone ? request->base : NULL,
		.prompt = cwd ? path_base(cwd) : request->prompt,
		.command = request->command,
		.system_site = request->system_site,
		.copies = request->copies,
		.relocatable = request->relocatable,
		.ignore_file = !request->no_ignore_file,
		.variables = strings_const(&request->variables),
		.seeds = strings_const(&request->install.seeds),
		.wheels = strings_const(&job->wheels)};
	layout_plan(&layout, &job->plan);
}

/* Why no environment can be made with these paths; NULL: one can. */
static const char *refused_path(const char *path, const char *python)
{
	if (!strcmp(path, "/"))
		return "it is the root directory";
	if (strchr(path, ':'))
		return "its path contains a ':', which separates the entries of PATH";
	if (strchr(python, ':') || !pyvenv_cfg_is_line(python))
		return "the path of its base interpreter contains a line break or a ':'";
	if (!text_is_utf8(python, strlen(python)))
		return "the path of its base interpreter is not UTF-8, as pyvenv.cfg must be";
	return NULL;
}

static int create(struct job *job, struct output *output, char **ret_why)
{
	const char *refused = refused_path(job->path, job->request->base->path);
	if (refused) {
		*ret_why = text_copy(refused);
		return -1;
	}
	if (find_wheels(job, ret_why) < 0)
		return -1;
	plan_environment(job);
	enum outcome outcome = RACED;
	for (int i = 0; outcome == RACED && i < ATTEMPTS; i++)
		outcome = attempt(job, output, ret_why);
	if (outcome == RACED)
		*ret_why = text_format("gave up after %d attempts: another process keeps changing the target",
			ATTEMPTS);
	if (outcome == RACED || outcome == FAILED)
		return -1;
	if (job->exists && !output->dry_run)
		stage_sweep(job->path);
	create_report(job->request, job->path, &job->plan, outcome == DONE && !job->exists, output);
	return 0;
}

/* The site-packages of the environment at path, allocated; NULL: none is known. */
static char *site_of(const char *path)
{
	_cleanup_free_ char *fault = NULL, *why = NULL;
	_cleanup_(env_clear) struct env env = {0};
	return env_inspect(path, &env, &fault, &why) < 0 ? NULL : take(&env.site);
}

/* Warns of packages that are still in before, the site-packages of the old environment. */
static void warn_stranded(const char *path, const char *before)
{
	_cleanup_free_ char *why = NULL;
	_cleanup_(env_clear) struct env env = {0};
	if (!env_open(path, &env, &why))
		warn_stranded_packages(before, &env);
}

int create_environment(const struct create_request *request, const char *given, struct output *output,
	char **ret_why)
{
	_cleanup_free_ char *path = fs_absolute(given);
	if (!path)
		return create_failed(given, text_copy(strerror(errno)), ret_why);
	_cleanup_free_ char *why = NULL, *before = site_of(path);
	_cleanup_(job_clear) struct job job = {.request = request, .path = path};
	if (create(&job, output, &why) < 0)
		return create_failed(path, take(&why), ret_why);
	if (before && !output->dry_run && !request->clear && !output->quiet)
		warn_stranded(path, before);
	return 0;
}
