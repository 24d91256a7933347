// SPDX-License-Identifier: MIT
// One environment, from the request to the commit.
#include "env-builder/commands/create.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/json.h"
#include "env-builder/transaction/apply.h"
#include "env-builder/standalone/bundle.h"
#include "common/env/pyvenv_cfg.h"
#include "env-builder/wheel/find_wheel.h"
#include "env-builder/wheel/install_wheel.h"
#include "common/env/env.h"
#include "env-builder/commands/existing_environment.h"
#include "common/env/env_settings.h"
#include "env-builder/install/install.h"
#include "env-builder/layout/layout.h"
#include "env-builder/transaction/stage.h"
#include "env-builder/commands/stranded_packages.h"
#include "env-builder/commands/summary.h"
#include "env-builder/discovery/discovery.h"
#include "common/env/distributions.h"
#include "env-builder/discovery/env_fault.h"
#include "common/env/base_python.h"

/* How often somebody else may be faster: each time there is something that was finished. */
#define TRIES 100

static const char *const none[] = {NULL};

static int failed(const char *path, char *why, char **ret_why)
{
	_cleanup_free_ char *quoted = text_quoted(path), *reason = why;
	bool there = stage_look(path) == TARGET_ENVIRONMENT;
	*ret_why = text_format(there ? "cannot change %s, which is as it was: %s" : "cannot make %s: %s",
		quoted, reason);
	return -1;
}

/* How to go about what is there. Returns 0 and *ret; 1 where nothing is to be done; or -1 and *ret_why. */
static int choose(const struct options *o, const char *path, const struct plan *plan, enum commit *ret,
	char **ret_why)
{
	_cleanup_free_ char *differs = NULL;
	switch (stage_look(path)) {
	case TARGET_NONE:
	case TARGET_EMPTY:
		*ret = COMMIT_NEW;
		return 0;
	case TARGET_ENVIRONMENT:
		*ret = o->clear ? COMMIT_REPLACE : COMMIT_IMPORTED;
		if (o->clear || o->allow_existing)
			return 0;
		differs = existing_differs(path, plan);
		if (!differs)
			return 1;
		*ret_why = text_format(
			"there is another environment: %s; to replace it: --clear; "
			"to keep what is in it: --allow-existing",
			differs);
		return -1;
	case TARGET_DIRECTORY:
		*ret = COMMIT_IMPORTED;
		if (o->allow_existing)
			return 0;
		*ret_why = text_copy(o->clear
				? "the directory is no environment, and --clear deletes nothing else"
				: "the directory is not empty; to make it there nevertheless: "
				  "--allow-existing");
		return -1;
	case TARGET_OTHER:
		break;
	}
	*ret_why = text_copy("there is something that is no directory");
	return -1;
}

static int seed_step(void *ctx, const char *wheel, int env, const char *path, char **ret_why)
{
	return install_wheel(ctx, wheel, env, path, ret_why);
}

static int bundle_step(void *ctx, int env, const char *path, char **ret_why)
{
	struct seeder *seeder = ctx;
	return bundle_place(seeder->python, seeder->cache, env, path, &seeder->means, ret_why);
}

/* Makes it, or, where there is one already that the plan would make, installs in it. Returns 0; 1 where what
 * lies at path is another's by now; or -1 and *ret_why. */
static int make(const struct options *o, const struct interpreter *python, const struct cache *cache,
	const char *path, const struct plan *plan, enum commit how, bool there, struct text *out,
	char **ret_why)
{
	_cleanup_(lock_clear) struct lock lock = {0};
	_cleanup_(stage_close) struct stage stage;
	if (stage_open(path, &stage, ret_why) < 0)
		return -1;
	/* Without a cache, a wheel is unpacked in the stage, and goes away with it. */
	_cleanup_(
		cache_clear) struct cache own = {text_format("%s/%s", stage.dir, stage.name), true, stage.fd};
	bool asked = *o->seeds || o->standalone || install_wanted(o); /* for what lies in the cache */
	_cleanup_close_ int usable = o->no_cache || !asked ? -1 : cache_open(cache, "wheels");
	struct seeder seeder = {python, usable >= 0 ? cache : &own, o->relocatable ? NULL : path, o->means};
	const struct step_makers makers = {seed_step, bundle_step, &seeder};
	int r = there ? 0 : apply_plan(plan, stage.env, &makers, ret_why);
	/* What is there joins what is new, and is replaced by both: an installer may write into its files. */
	if (!r && how == COMMIT_IMPORTED)
		r = stage_import(&stage, !install_wanted(o), o->standalone && !there ? BUNDLE_DIR : "",
			ret_why);
	if (!r && install_wanted(o))
		r = install_run(o, python, seeder.cache, &stage, path, &lock, ret_why);
	if (!r)
		r = stage_commit(&stage, how, ret_why);
	if (!r && lock.text)
		r = lock_commit(&lock, out, ret_why);
	return r;
}

/* Fills wheels[] for the seeds; one that is installed in the environment that is kept stays. */
static int find_wheels(const struct options *o, const struct interpreter *python, const char *path,
	char **wheels, char **ret_why)
{
	_cleanup_free_ char *site = layout_site(python), *full = text_format("%s/%s", path, site);
	for (size_t i = 0; o->seeds[i]; i++) {
		if (o->allow_existing && distributions_has(full, o->seeds[i]))
			continue;
		_cleanup_free_ char *name = text_copy_n(o->seeds[i], strcspn(o->seeds[i], "="));
		if (o->allow_existing && distributions_has(full, name)) {
			*ret_why = text_format(
				"another version of %s is installed in it, which stays; to "
				"change it: --install %s",
				name, o->seeds[i]);
			return -1;
		}
		const char *otherwise = !strcmp(name, "pip") ? "--without-pip" : "--seed pip";
		if (!(wheels[i] = find_wheel(python, o->seeds[i], (const char *const *)o->wheel_dirs,
			      otherwise, ret_why)))
			return -1;
	}
	return 0;
}

static void report(const struct options *o, const struct interpreter *python, const char *path,
	const struct plan *plan, bool made, struct text *out)
{
	if (o->json) {
		struct text env = {0};
		text_add(&env, "{");
		json_add_member(&env, "env", path);
		json_add_member(&env, "implementation", python->implementation);
		json_add_member(&env, "version", python->version);
		json_add_member(&env, "python", python->path);
		json_add_bool(&env, "created", made);
		if (o->dry_run) {
			json_add_key(&env, "steps");
			plan_print_json(plan, &env);
			_cleanup_free_ char *upgrade = install_command(o, true),
					    *install = install_command(o, false);
			const char *const commands[] = {upgrade ? upgrade : install, upgrade ? install : NULL,
				NULL};
			json_add_key(&env, "install");
			json_add_strings(&env, commands);
		}
		if (o->lock)
			json_add_member(&env, "lock", o->lock);
		text_add_format(out, "%s%s}", out->len ? ",\n " : "", env.data);
		text_clear(&env);
		return;
	}
	_cleanup_free_ char *quoted = text_quoted(path), *label = interpreter_label(python),
			    *home = text_quoted(python->home);
	if (o->dry_run) {
		text_add_format(out, "%s (%s from %s)\n", quoted, label, home);
		plan_print(plan, out);
		for (int rest = 0; rest < 2; rest++) {
			_cleanup_free_ char *install = install_command(o, !rest);
			if (install)
				text_add_format(out, "%-8s%s\n", "install", install);
		}
		_cleanup_free_ char *file = o->lock ? text_quoted(o->lock) : NULL;
		if (file)
			text_add_format(out, "%-8s%s\n", "lock", file);
	} else if (o->verbose || summary_wanted(o)) {
		const char *done = made     ? (o->upgrade ? "upgraded" : "created")
			: install_wanted(o) ? "updated"
					    : "already there:";
		if (o->verbose)
			text_add_format(out, "%s %s (%s from %s)\n", done, quoted, label, home);
		else
			summary_add(o, done, path, python, out);
	}
}

static int build(const struct options *o, const struct interpreter *python, const struct cache *cache,
	const char *path, const char *command, char **wheels, struct text *out, char **ret_why)
{
	const char *wrong = strchr(path, ':') ? "a path with \":\" cannot stand in PATH" : NULL;
	if (!strcmp(path, "/"))
		wrong = "it is the root directory";
	if (!wrong && (strchr(python->path, ':') || !pyvenv_cfg_is_line(python->path)))
		wrong = "its base interpreter's path has a line break or \":\" in it";
	if (!wrong && !text_is_utf8(python->path, strlen(python->path)))
		wrong = "its base interpreter's path is not UTF-8, and pyvenv.cfg must be";
	if (wrong) {
		*ret_why = text_copy(wrong);
		return -1;
	}
	if (find_wheels(o, python, path, wheels, ret_why) < 0)
		return -1;
	_cleanup_free_ char *cwd = o->prompt && !strcmp(o->prompt, ".") ? fs_absolute(".") : NULL;
	_cleanup_(interpreter_clear) struct interpreter inside = {0};
	if (o->standalone)
		inside = bundle_inside(python, path);
	const struct layout_request request = {.env = path,
		.python = o->standalone ? &inside : python,
		.bundle = o->standalone ? python : NULL,
		.prompt = cwd ? path_base(cwd) : o->prompt,
		.command = command,
		.system_site = o->system_site,
		.copies = o->copies,
		.relocatable = o->relocatable,
		.ignore_file = !o->no_ignore_file,
		.variables = o->variables ? o->variables : none,
		.seeds = (const char *const *)o->seeds,
		.wheels = (const char *const *)wheels};
	_cleanup_(plan_clear) struct plan plan = {0};
	layout_plan(&request, &plan);
	bool there = false;
	int r = 1;
	for (int tries = 0; r > 0 && tries < TRIES; tries++) {
		enum commit how = COMMIT_NEW;
		r = choose(o, path, &plan, &how, ret_why);
		there = r == 1;
		if (!r && how == COMMIT_IMPORTED)
			existing_keep(path, &plan);
		if (r < 0 || o->dry_run || (there && !install_wanted(o)))
			break;
		r = make(o, python, cache, path, &plan, how, there, out, ret_why);
	}
	if (r < 0)
		return -1;
	if (there && !o->dry_run)
		stage_sweep(path);
	if (r > 0 && !there) {
		*ret_why = text_copy("others make something there all the time");
		return -1;
	}
	report(o, python, path, &plan, !there && !o->dry_run, out);
	return 0;
}

/* Makes it anew where it is, with what it was made with. */
static int upgrade(const struct options *o, const struct interpreter *python, const struct cache *cache,
	const char *path, const char *command, char **wheels, struct text *out, char **ret_why)
{
	if (stage_look(path) != TARGET_ENVIRONMENT) {
		*ret_why = text_copy("there is no environment to upgrade; to make one, leave --upgrade out");
		return -1;
	}
	_cleanup_(env_settings_clear) struct env_settings old = {0};
	if (env_settings_read(path, &old, ret_why) < 0)
		return -1;
	char *no_seeds[] = {NULL};
	struct options own = *o;
	own.allow_existing = true;
	own.prompt = o->prompt ? o->prompt : old.prompt;
	own.system_site |= old.system_site;
	own.relocatable |= old.relocatable;
	own.standalone |= old.standalone;
	own.copies |= old.copies && !own.standalone;
	if (!o->seeds_said && !old.pip)
		own.seeds = no_seeds;
	if (!python && !old.spec) {
		*ret_why = text_copy(
			"its pyvenv.cfg does not say which version of Python it has; which one "
			"is it to have? --python");
		return -1;
	}
	struct interpreter found;
	if (!python && discovery_find(old.spec, cache, &found, ret_why) < 0)
		return -1;
	int r = build(&own, python ? python : &found, cache, path, command, wheels, out, ret_why);
	if (!python)
		interpreter_clear(&found);
	return r;
}

/* The site-packages of the environment at path, allocated; NULL where there is none. */
static char *site_of(const char *path)
{
	_cleanup_free_ char *fault = NULL, *why = NULL;
	_cleanup_(env_clear) struct env env = {0};

	return env_inspect(path, &env, &fault, &why) < 0 ? NULL : take(&env.site);
}

static void tell_stranded(const char *path, const char *before)
{
	_cleanup_free_ char *why = NULL;
	_cleanup_(env_clear) struct env env = {0};

	if (env_open(path, &env, &why) == 0)
		stranded_tell(before, &env);
}

int create_environment(const struct options *o, const struct interpreter *python, const struct cache *cache,
	const char *given, const char *command, struct text *out, char **ret_why)
{
	_cleanup_free_ char *path = fs_absolute(given);
	if (!path)
		return failed(given, text_copy(strerror(errno)), ret_why);
	size_t count = 0;
	while (o->seeds[count])
		count++;
	_cleanup_free_ char **wheels = need(calloc(count + 1, sizeof(*wheels)));
	_cleanup_free_ char *why = NULL, *before = site_of(path);
	int r = (o->upgrade ? upgrade : build)(o, python, cache, path, command, wheels, out, &why);
	for (size_t i = 0; i < count; i++)
		free(wheels[i]);
	if (!r && before && !o->dry_run && !o->clear && !o->quiet)
		tell_stranded(path, before);
	return r < 0 ? failed(path, take(&why), ret_why) : 0;
}
